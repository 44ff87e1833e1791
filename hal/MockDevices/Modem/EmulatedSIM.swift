/// A SIM for an emulated modem.
package struct EmulatedSIM: Hashable, Sendable {
  /// What stands between the SIM and its use.
  package enum Lock: Hashable, Sendable {
    /// Nothing.
    case open
    /// The PIN; three wrong ones lead to the PUK.
    case pin(String, triesLeft: Int)
    /// The PUK; ten wrong ones destroy the SIM.
    case puk(String, triesLeft: Int)
    /// It does not work.
    case broken
    /// It does not answer yet.
    case busy
    /// It is of a kind that the modem refuses.
    case wrong
    /// The modem belongs to another network.
    case boundToOther
  }

  /// The SIM's number.
  package var iccid: String
  /// The subscriber's number.
  package var imsi: String
  /// What stands before its use.
  package var lock: Lock

  /// Makes a SIM of the test network 001/01.
  package init(
    iccid: String = "89001010000000000018", imsi: String = "001010123456789", lock: Lock = .open
  ) {
    self.iccid = iccid
    self.imsi = imsi
    self.lock = lock
  }

  /// The digits as the card stores them, two to a byte with the second one first, in hexadecimal.
  package var iccidFile: String {
    var digits = Array(iccid.utf8)
    while digits.count < 20 { digits.append(0x46) }
    let pairs = stride(from: 0, to: 20, by: 2).flatMap { [digits[$0 + 1], digits[$0]] }
    return String(decoding: pairs, as: UTF8.self)
  }
}
