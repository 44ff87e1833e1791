import EMVKernel

/// A bit that has words for people.
protocol ExplainedBit: RawRepresentable<UInt8>, Hashable {
  var meaning: String { get }
}

extension NamedBits where Bit: ExplainedBit {
  /// The bits that are set, in the order of the bytes; those without a name count as reserved.
  var explanations: [Explanation] {
    var list: [Explanation] = []
    for (index, byte) in bytes.enumerated() {
      for number in (1...8).reversed() where byte & 1 << UInt8(number - 1) != 0 {
        let place = "byte \(index + 1) bit \(number)"
        let raw = UInt8(truncatingIfNeeded: (index + 1) << 4 | number)
        let bit = Bit.allCases.first { $0.rawValue == raw }
        list.append(Explanation(place, bit?.meaning ?? "reserved"))
      }
    }
    return list.isEmpty ? [Explanation("no bit is set")] : list
  }
}

extension TerminalVerificationResults.Bit: ExplainedBit {}
extension TransactionStatusInformation.Bit: ExplainedBit {}
