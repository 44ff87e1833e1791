package import PaymentTypes

/// What kind of message this is, in which batch, and what the terminal can read (field 60).
///
/// On the wire: digits, cut off after the last sub-field that the message needs: 60.1 type code 2,
/// 60.2 batch 6, 60.3 management code 3, 60.4 reading capability 1, 60.5 chip condition 1,
/// 60.6 partial approval 1, 60.7 account type 3. Management messages end after 60.3.
/// Source: UnionPay POS, field 60.
package struct TransactionDescriptor: Hashable, Sendable {
  /// What the terminal's readers can read (60.4).
  package enum ReadingCapability: UInt8, Hashable, Sendable {
    /// Not known.
    case unknown = 0
    /// The stripe only.
    case magneticStripe = 2
    /// Stripe, and chips by contact.
    case contactChip = 5
    /// Stripe, and chips with and without contact.
    case contactlessChip = 6
  }

  /// What became of the last attempt to read a chip (60.5).
  package enum ChipCondition: UInt8, Hashable, Sendable {
    /// Nothing to say.
    case none = 0
    /// The last card had no chip, or its chip was read.
    case lastWasRead = 1
    /// The last chip could not be read: this is a fallback to the stripe.
    case fallback = 2
  }

  /// The sub-fields behind 60.3.
  package struct Condition: Hashable, Sendable {
    /// 60.4.
    package var readingCapability: ReadingCapability
    /// 60.5.
    package var chipCondition: ChipCondition
    /// 60.6, whether a part may be approved; nil ends the field before it.
    package var allowsPartialApproval: Bool?
    /// 60.7, three digits; nil ends the field before it.
    package var accountType: String?

    /// Puts the sub-fields together; an account type needs the sub-field before it.
    package init(
      readingCapability: ReadingCapability, chipCondition: ChipCondition = .none,
      allowsPartialApproval: Bool? = nil, accountType: String? = nil
    ) {
      self.readingCapability = readingCapability
      self.chipCondition = chipCondition
      self.allowsPartialApproval = allowsPartialApproval ?? (accountType == nil ? nil : false)
      self.accountType = accountType
    }
  }

  /// 60.1, two digits: `22` sale; `00` for management.
  package var typeCode: String
  /// 60.2; nil stands for `000000`, which is sent before the first sign-in.
  package var batch: BatchNumber?
  /// 60.3; nil ends the field before it, which some payments by code do.
  package var managementCode: NetworkManagementCode?
  /// 60.4 to 60.7; nil ends the field before them.
  package var condition: Condition?

  /// Puts a descriptor together.
  package init(
    typeCode: String = "00", batch: BatchNumber?,
    managementCode: NetworkManagementCode? = .financial, condition: Condition? = nil
  ) {
    self.typeCode = typeCode
    self.batch = batch
    self.managementCode = managementCode
    self.condition = managementCode == nil ? nil : condition
  }

  /// Takes 8, 11, 13, 14 or 17 digits; nil for others, and for a code without a meaning.
  package init?(_ text: some StringProtocol) {
    guard let fields = FixedFields(text), [8, 11, 13, 14, 17].contains(fields.count),
      let typeCode = fields.digits(0, 2), let batchNumber = fields.number(2, 6),
      fields.digits(0, fields.count) != nil
    else { return nil }
    self.init(
      typeCode: typeCode, batch: BatchNumber(batchNumber),
      managementCode: fields.text(8, 3).flatMap { NetworkManagementCode($0) })
    guard fields.count >= 13 else { return }
    guard let reading = fields.number(11, 1).flatMap({ ReadingCapability(rawValue: UInt8($0)) }),
      let chip = fields.number(12, 1).flatMap({ ChipCondition(rawValue: UInt8($0)) })
    else { return nil }
    var partial: Bool?
    if let digit = fields.number(13, 1) {
      guard digit <= 1 else { return nil }
      partial = digit == 1
    }
    condition = Condition(
      readingCapability: reading, chipCondition: chip, allowsPartialApproval: partial,
      accountType: fields.digits(14, 3))
  }

  /// The digits.
  package var text: String {
    var text = typeCode + (batch?.text ?? "000000") + (managementCode?.text ?? "")
    guard let condition else { return text }
    text += "\(condition.readingCapability.rawValue)\(condition.chipCondition.rawValue)"
    if let partial = condition.allowsPartialApproval { text += partial ? "1" : "0" }
    return text + (condition.accountType ?? "")
  }
}
