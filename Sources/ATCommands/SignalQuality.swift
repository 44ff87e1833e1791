/// How strong the modem hears its cell.
///
/// On the line: `+CSQ: rssi,ber`. A power of 0...31 is -113 dBm + 2 × rssi, with 0 for "that or
/// less" and 31 for "that or more"; 100...191 is rssi - 216 dBm (TD-SCDMA); 99 and 199 are unknown.
/// Source: 3GPP TS 27.007, 8.5; the second range after SIMCom's manuals.
package struct SignalQuality: Hashable, Sendable {
  /// Received power in dBm; nil when unknown.
  package let decibelMilliwatts: Int?
  /// The class of the bit error rate, 0 (best) to 7; nil when unknown.
  package let bitErrorClass: Int?

  /// Reads `+CSQ: 20,99`; nil when the line is none or a value is out of range.
  package init?(_ line: InformationLine) {
    guard line.name == "+CSQ", let power = line.number(0) else { return nil }
    switch power {
    case 0...31: decibelMilliwatts = -113 + 2 * power
    case 100...191: decibelMilliwatts = power - 216
    case 99, 199: decibelMilliwatts = nil
    default: return nil
    }
    bitErrorClass = line.number(1).flatMap { (0...7).contains($0) ? $0 : nil }
  }
}
