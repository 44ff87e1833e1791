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

/// The same in the terms of each generation.
///
/// On the line: `+CESQ: rxlev,ber,rscp,ecno,rsrq,rsrp`; 99 or 255 where the cell is of another
/// kind.
/// Source: 3GPP TS 27.007, 8.69.
package struct ExtendedSignalQuality: Hashable, Sendable {
  /// 2G, in dBm: rxlev - 111, for 0...63.
  package let decibelMilliwatts: Int?
  /// 3G, in dBm: rscp - 121, for 0...96.
  package let codePower: Int?
  /// LTE, in dBm: rsrp - 141, for 0...97.
  package let referencePower: Int?
  /// LTE, in half decibels: rsrq - 40, for 0...34.
  package let referenceQualityHalfDecibels: Int?

  /// Reads the line; nil when it is none or too short.
  package init?(_ line: InformationLine) {
    guard line.name == "+CESQ", line.fields.count >= 6 else { return nil }
    func level(_ place: Int, upTo limit: Int, minus offset: Int) -> Int? {
      line.number(place).flatMap { (0...limit).contains($0) ? $0 - offset : nil }
    }
    decibelMilliwatts = level(0, upTo: 63, minus: 111)
    codePower = level(2, upTo: 96, minus: 121)
    referenceQualityHalfDecibels = level(4, upTo: 34, minus: 40)
    referencePower = level(5, upTo: 97, minus: 141)
  }
}
