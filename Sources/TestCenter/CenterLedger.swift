/// The center's books: every booking once, and what has become of it.
package struct CenterLedger: Sendable {
  /// All bookings in the order in which they were made.
  package private(set) var bookings: [Booking] = []
  private var places: [BookingKey: Int] = [:]
  private var placesByReference: [String: Int] = [:]
  private var placesByBatch: [String: [Int]] = [:]
  private var refunds: [BookingKey: Int] = [:]

  init() {}

  /// The booking under a key.
  package func booking(_ key: BookingKey) -> Booking? { places[key].map { bookings[$0] } }

  /// The booking that an answer named so in field 37.
  package func booking(retrievalReferenceNumber reference: String) -> Booking? {
    placesByReference[reference].map { bookings[$0] }
  }

  /// The bookings of one batch of one terminal.
  package func bookings(terminal: String, batch: String) -> [Booking] {
    (placesByBatch[terminal + batch] ?? []).map { bookings[$0] }
  }

  /// How much of a booking has been refunded, in minor units.
  func refundedMinorUnits(of key: BookingKey) -> Int { refunds[key] ?? 0 }

  /// Adds a booking; what it voids or completes is used up by it.
  mutating func add(_ booking: Booking) {
    places[booking.key] = bookings.count
    placesByReference[booking.retrievalReferenceNumber] = bookings.count
    placesByBatch[booking.key.terminal + booking.key.batch, default: []].append(bookings.count)
    bookings.append(booking)
    if booking.service == .refund, let original = booking.original {
      refunds[original, default: 0] += booking.minorUnits
    } else {
      setState(.settledBy(booking.key), of: booking.original)
    }
  }

  /// Undoes a booking, and what it had done to its original; refunds are never reversed.
  mutating func reverse(_ key: BookingKey) {
    setState(.reversed, of: key)
    setState(.booked, of: booking(key)?.original)
  }

  private mutating func setState(_ state: Booking.State, of key: BookingKey?) {
    guard let place = key.flatMap({ places[$0] }) else { return }
    bookings[place].state = state
  }
}
