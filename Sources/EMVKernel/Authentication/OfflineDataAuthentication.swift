import BERTLV
package import ISO7816

/// Finds out, without the center, whether the card is genuine.
///
/// SDA and DDA end here. For CDA and XDA the card's key is recovered here, and the signature comes
/// with the answer to GENERATE AC. Whatever fails is a bit of the results with its reason; the
/// transaction goes on, and the action codes decide.
/// Source: EMV 4.4 Book 3, 10.3; Book 2, 5, 6 and 12; Book 4, 6.3.2.
///
/// ```swift
/// var authentication = OfflineDataAuthentication(store)
/// var step = authentication.begin(using: cryptography)
/// while true {
///   switch step {
///   case .transmit(let command):
///     step = authentication.resume(with: try await card.send(command), using: cryptography)
///   case .finished(let store): return store
///   }
/// }
/// ```
package struct OfflineDataAuthentication: Hashable, Sendable {
  /// What the driver is to do next.
  package enum Step: Hashable, Sendable {
    /// Send the command and resume with its answer.
    case transmit(CommandAPDU)
    /// Go on with this store.
    case finished(DataObjectStore)
  }

  private enum State: Hashable, Sendable {
    case idle
    case signing(PublicKey, terminalData: [UInt8])
    case finished
  }

  private var store: DataObjectStore
  private var state = State.idle

  /// Takes the store after the records have been read.
  package init(_ store: DataObjectStore) { self.store = store }

  /// Chooses the method and goes as far as the card need not be asked.
  package mutating func begin(using cryptography: any KernelCryptography) -> Step {
    let method = AuthenticationMethod.common(
      card: store.interchangeProfile, terminal: store.configuration.capabilities)
    store.authentication.method = method
    let chain = CertificateChain(store: store, cryptography: cryptography)
    switch method {
    case nil:
      store.raise(.authenticationNotPerformed, because: .noCommonAuthenticationMethod)
    case .staticData:
      store.raise(.staticAuthenticationSelected, because: .strongestCommonMethod)
      verifyStaticData(chain)
    case .dynamicData: return requestSignature(chain)
    case .combined: recoverKey(chain)
    case .extended:
      store.raise(.extendedAuthenticationSelected, because: .strongestCommonMethod)
      recoverCurveKey(chain)
    }
    return finish()
  }

  /// Goes on with the answer to INTERNAL AUTHENTICATE.
  package mutating func resume(
    with response: ResponseAPDU, using cryptography: any KernelCryptography
  ) -> Step {
    guard case .signing(let key, let terminalData) = state else {
      preconditionFailure("no command is under way")
    }
    do throws(AuthenticationFlaw) {
      guard response.status == .success else { throw .refused(response.status) }
      let signature = try DynamicSignature(
        try Self.signature(in: response.data), terminalData: terminalData, under: key,
        using: cryptography)
      store.set(0x9F4C, signature.number)
      store.mark(.authenticationPerformed)
    } catch {
      store.fail(.dynamicAuthenticationFailed, error)
    }
    return finish()
  }

  private mutating func verifyStaticData(_ chain: CertificateChain) {
    do throws(AuthenticationFlaw) {
      let signature = try store.needed(0x93)
      let code = try StaticSignature.verify(
        signature, of: try chain.staticData(), under: try chain.issuerKey(),
        using: chain.cryptography)
      store.set(0x9F45, code)
      store.mark(.authenticationPerformed)
    } catch {
      store.fail(.staticAuthenticationFailed, error)
    }
  }

  /// INTERNAL AUTHENTICATE with what the card wants signed, at least the terminal's number.
  private mutating func requestSignature(_ chain: CertificateChain) -> Step {
    do throws(AuthenticationFlaw) {
      let key = try chain.cardKey()
      let list = store.value(0x9F49) ?? store.application.defaultDynamicDataList
      guard let entries = try? DataObjectList(list), entries.contains(0x9F37),
        let command = CommandAPDU.internalAuthenticate(store.fill(entries))
      else { throw .listWithoutUnpredictableNumber }
      state = .signing(key, terminalData: command.data)
      return .transmit(command)
    } catch {
      store.fail(.dynamicAuthenticationFailed, error)
      return finish()
    }
  }

  private mutating func recoverKey(_ chain: CertificateChain) {
    do throws(AuthenticationFlaw) {
      store.authentication.signatureKey = try chain.cardKey()
    } catch {
      store.fail(.combinedAuthenticationFailed, error)
    }
  }

  /// Recovers the card's key; what breaks beyond the scheme's key is told after the first verdict.
  ///
  /// So the first request of the terminal does not depend on when it recovers the key. Source: EMV
  /// 4.4 Book 4, 6.3.2.2.1 and 6.3.2.2.2.
  private mutating func recoverCurveKey(_ chain: CertificateChain) {
    do throws(AuthenticationFlaw) {
      _ = try chain.curveAuthorityKey()
    } catch {
      store.fail(.curveKeyMissing, error)
      return
    }
    do throws(AuthenticationFlaw) {
      store.authentication.signatureKey = .curve(try chain.curveCardKey())
    } catch {
      if case .missing = error { store.raise(.cardDataMissing, because: .authentication(error)) }
      store.authentication.heldBackFlaw = error
    }
  }

  private mutating func finish() -> Step {
    state = .finished
    return .finished(store)
  }

  /// The signature in format 1 (80) or 2 (77).
  private static func signature(in data: [UInt8]) throws(AuthenticationFlaw) -> [UInt8] {
    var reader = TLVReader(data)
    guard let answer = try? reader.next(), (try? reader.next()) == .some(nil) else {
      throw .unsigned
    }
    switch answer.tag {
    case 0x80: return Array(answer.value)
    case 0x77:
      guard let value = try? answer.contents.first(0x9F4B) else { throw .unsigned }
      return Array(value)
    default: throw .unsigned
    }
  }
}

extension DataObjectStore {
  /// Notes that a method of offline data authentication was performed and failed.
  mutating func fail(
    _ bit: TerminalVerificationResults.Bit, _ flaw: AuthenticationFlaw
  ) {
    if case .missing = flaw { raise(.cardDataMissing, because: .authentication(flaw)) }
    raise(bit, because: .authentication(flaw))
    mark(.authenticationPerformed)
  }
}
