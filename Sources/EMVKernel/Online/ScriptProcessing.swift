package import ISO7816

/// Sends the issuer's scripts to the card, before or after the second GENERATE AC.
///
/// A refused command ends its script; the next script is still sent. Source: EMV 4.3 Book 3, 10.10;
/// Book 4, 6.3.9.
///
/// ```swift
/// var processing = ScriptProcessing(response.scriptsAfterFinalCryptogram, .afterFinal, store)
/// var step = processing.begin()
/// while true {
///   switch step {
///   case .transmit(let command): step = processing.resume(with: try await card.send(command))
///   case .finished(let store): return store
///   }
/// }
/// ```
package struct ScriptProcessing: Hashable, Sendable {
  /// What the driver is to do next.
  package enum Step: Hashable, Sendable {
    /// Send the command and resume with its answer.
    case transmit(CommandAPDU)
    /// Go on with this store.
    case finished(DataObjectStore)
  }

  /// On which side of the second GENERATE AC the scripts are sent.
  package enum Moment: Hashable, Sendable {
    /// Scripts of template 71.
    case beforeFinal
    /// Scripts of template 72.
    case afterFinal
  }

  private let scripts: [IssuerScript]
  private let moment: Moment
  private var store: DataObjectStore
  private var scriptIndex = 0
  private var commandIndex = 0

  /// Takes the store after issuer authentication, or after the second GENERATE AC.
  package init(_ scripts: [IssuerScript], _ moment: Moment, _ store: DataObjectStore) {
    self.scripts = scripts
    self.moment = moment
    self.store = store
  }

  /// Starts with the first command of the first script.
  package mutating func begin() -> Step {
    if !scripts.isEmpty { store.mark(.scriptProcessingPerformed) }
    return advance()
  }

  /// Judges the answer to the last command: 90xx, 62xx and 63xx let the script go on.
  package mutating func resume(with response: ResponseAPDU) -> Step {
    commandIndex += 1
    if response.status.sw1 != 0x90, !response.status.isWarning {
      let reason = Finding.Reason.scriptCommandRefused(command: commandIndex, response.status)
      endScript(.failed, because: reason)
    }
    return advance()
  }

  /// The store when the card left in the middle: the command under way counts as failed.
  package mutating func interrupted() -> DataObjectStore {
    guard scripts.indices.contains(scriptIndex) else { return store }
    commandIndex += 1
    endScript(.failed, because: .scriptInterrupted(command: commandIndex))
    return store
  }

  /// The next command, over as many empty and malformed scripts as there are.
  private mutating func advance() -> Step {
    while scripts.indices.contains(scriptIndex) {
      guard let commands = scripts[scriptIndex].commands else {
        endScript(.failed, because: .scriptMalformed)
        continue
      }
      if commands.indices.contains(commandIndex) { return .transmit(commands[commandIndex]) }
      endScript(commands.isEmpty ? .notPerformed : .successful, because: nil)
    }
    return .finished(store)
  }

  /// The high nibble of a script result.
  ///
  /// Source: EMV 4.3 Book 4, Annex A5.
  private enum Result: UInt8 {
    case notPerformed = 0x00
    case failed = 0x10
    case successful = 0x20
  }

  private mutating func endScript(_ result: Result, because reason: Finding.Reason?) {
    let failedCommand = result == .failed ? UInt8(min(commandIndex, 0x0F)) : 0
    store.appendScriptResult([result.rawValue | failedCommand] + scripts[scriptIndex].identifier)
    if let reason {
      store.raise(
        moment == .beforeFinal
          ? .scriptFailedBeforeFinalCryptogram : .scriptFailedAfterFinalCryptogram,
        because: reason)
    }
    scriptIndex += 1
    commandIndex = 0
  }
}
