import ArgumentParser
import BoardProfile
import EventLoop
import HAL
import JSONText
import MagneticStripe

/// `posctl swipe`: what a swipe reader makes of a card.
struct SwipeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "swipe",
    abstract: "Wait for a card to be drawn and show what was read, track by track.",
    discussion: """
      The reader is the one of the profile, or the one that --usb or --keyboard names. Card \
      numbers are masked, names and other data are left out. Stop posd first: it holds its reader.

      --json prints one object: {"tracks":[{"number","result","fault","characters","cardNumber", \
      "expiry","checkDigit","serviceCode":{"digits","interchange","chip","authorization", \
      "services","pin"}}],"direction","readerSerialNumber","encryption":{"algorithm","key", \
      "keySerialNumber","blocks":[{"tracks","bytes"}]},"card"}; the card is readable, encrypted or \
      unusable.

      Exit status: 0 a card was drawn, readable or not; 2 there is no reader, or no card came.
      """)

  @OptionGroup var options: ProfileOptions

  @Option(
    help: ArgumentHelp(
      "A reader on USB, as lsusb writes it, such as 0801:0002.", valueName: "vendor:product"))
  var usb: String?

  @Option(
    help: ArgumentHelp(
      "What its reports look like: "
        + SwipeReportFormat.allCases.map(\.rawValue).joined(separator: ", ") + ".",
      valueName: "format"))
  var format: String?

  @Option(
    help: ArgumentHelp(
      "A reader that types, such as '/dev/input/by-id/usb-*-event-kbd'.", valueName: "path"))
  var keyboard: String?

  @Option(help: "How many seconds to wait for a card.")
  var timeout = 30

  @Flag(help: "One JSON object instead of text.")
  var json = false

  func run() throws(Complaint) {
    guard (1...3600).contains(timeout) else {
      throw Complaint("--timeout takes 1 to 3600 seconds, not \(timeout)")
    }
    let choice = try SwipeReaderChoice(usb: usb, format: format, keyboard: keyboard)
    let settings = choice == nil ? try options.read().devices : nil
    let swipe = try EventLoop.run { [timeout] loop throws(Complaint) in
      let reader = try OpenSwipeReader(choice, settings, loop: loop)
      let result: Result<Swipe, Complaint>
      do throws(Complaint) {
        result = .success(try await reader.swipe(within: .seconds(timeout)))
      } catch {
        result = .failure(error)
      }
      await reader.close()
      return try result.get()
    }
    let report = SwipeReport(swipe)
    print(json ? report.json.text + "\n" : report.text, terminator: "")
  }
}
