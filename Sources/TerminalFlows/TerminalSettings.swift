package import CenterProtocol
package import EMVKernel
package import PaymentTypes

/// Who the terminal is and how it behaves: from profile and parameters, fixed for a run.
package struct TerminalSettings: Sendable {
  /// The acquirer's name of the terminal.
  package var terminal: TerminalIdentifier
  /// The acquirer's name of the merchant.
  package var merchant: MerchantIdentifier
  /// The merchant's name on slips.
  package var merchantName: String
  /// Who is at the terminal, two or three characters.
  package var cashier: String
  /// The language of slips.
  package var language: OperatorLanguage
  /// How this acquirer's center wants its messages.
  package var acquirer: AcquirerProfile
  /// What the terminal tells chip cards of itself, and which applications it takes.
  package var kernel: KernelConfiguration
  /// Where the terminal master key is.
  package var masterKeySlot: Int
  /// How many transactions a batch holds.
  package var batchCapacity: Int
  /// Whether the terminal signs off after a settlement.
  package var signsOffAfterSettlement: Bool
  /// How long a connection may take.
  package var connectTimeout: Duration
  /// How long to wait for an answer.
  package var answerTimeout: Duration
  /// How long people may take for one step.
  package var operatorTimeout: Duration
  /// How often an idle terminal asks whether the center is there.
  package var echoInterval: Duration
  /// When a chip card may be swiped; nil never.
  package var fallback: FallbackWindow.Rule?

  /// Puts settings together; the time-outs are those that fielded terminals use.
  package init(
    terminal: TerminalIdentifier, merchant: MerchantIdentifier, merchantName: String,
    cashier: String, language: OperatorLanguage, acquirer: AcquirerProfile,
    kernel: KernelConfiguration, masterKeySlot: Int = 0, batchCapacity: Int = 500,
    signsOffAfterSettlement: Bool = true,
    connectTimeout: Duration = .seconds(5), answerTimeout: Duration = .seconds(60),
    operatorTimeout: Duration = .seconds(60), echoInterval: Duration = .seconds(45),
    fallback: FallbackWindow.Rule? = nil
  ) {
    self.terminal = terminal
    self.merchant = merchant
    self.merchantName = merchantName
    self.cashier = cashier
    self.language = language
    self.acquirer = acquirer
    self.kernel = kernel
    self.masterKeySlot = masterKeySlot
    self.batchCapacity = batchCapacity
    self.signsOffAfterSettlement = signsOffAfterSettlement
    self.connectTimeout = connectTimeout
    self.answerTimeout = answerTimeout
    self.operatorTimeout = operatorTimeout
    self.echoInterval = echoInterval
    self.fallback = fallback
  }
}
