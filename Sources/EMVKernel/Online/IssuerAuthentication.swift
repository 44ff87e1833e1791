import BERTLV
package import ISO7816
import PaymentTypes

/// Gives the center's answer to the card: as EXTERNAL AUTHENTICATE, or ready for CDOL2.
///
/// Source: EMV 4.3 Book 3, 10.9.
///
/// ```swift
/// var authentication = IssuerAuthentication(response, store)
/// var step = authentication.begin()
/// while true {
///   switch step {
///   case .transmit(let command): step = authentication.resume(with: try await card.send(command))
///   case .finished(let store): return store
///   }
/// }
/// ```
package struct IssuerAuthentication: Hashable, Sendable {
  /// What the driver is to do next.
  package enum Step: Hashable, Sendable {
    /// Send the command and resume with its answer.
    case transmit(CommandAPDU)
    /// Go on with this store.
    case finished(DataObjectStore)
  }

  private let response: IssuerResponse
  private var store: DataObjectStore
  private var isUnderWay = false

  /// Takes the store after the first GENERATE AC and the center's answer.
  package init(_ response: IssuerResponse, _ store: DataObjectStore) {
    self.response = response
    self.store = store
  }

  /// Takes the answer in, and asks the card to verify it when its profile says so.
  package mutating func begin() -> Step {
    store.set(0x8A, Array(response.responseCode.text.utf8))
    guard let data = response.authenticationData else { return .finished(store) }
    store.set(0x91, data)
    guard store.interchangeProfile.contains(.issuerAuthentication) else {
      return .finished(store)
    }
    guard (8...16).contains(data.count) else {
      store.raise(.issuerAuthenticationFailed, because: .issuerDataMalformed)
      return .finished(store)
    }
    isUnderWay = true
    return .transmit(.externalAuthenticate(data))
  }

  /// Notes whether the card accepted its issuer; either way the transaction goes on.
  package mutating func resume(with response: ResponseAPDU) -> Step {
    precondition(isUnderWay, "no command is under way")
    isUnderWay = false
    store.mark(.issuerAuthenticationPerformed)
    if response.status != .success {
      store.raise(.issuerAuthenticationFailed, because: .issuerRefused(response.status))
    }
    return .finished(store)
  }
}
