import BERTLV
import PaymentTypes

/// Whether this card may be used here, today, for this.
///
/// Source: EMV 4.3 Book 3, 10.4. Pure: it asks the card nothing.
package enum ProcessingRestrictions {
  /// Raises what is found in the terminal verification results.
  package static func apply(to store: inout DataObjectStore) {
    compareVersions(&store)
    checkUsage(&store)
    checkDates(&store)
  }

  /// Book 3, 10.4.1: a card without a version is not compared.
  private static func compareVersions(_ store: inout DataObjectStore) {
    if let version = store.value(0x9F08), version != store.value(0x9F09) {
      store.raise(.applicationVersionsDiffer, because: .versionsDiffer)
    }
  }

  /// Book 3, 10.4.2.
  private static func checkUsage(_ store: inout DataObjectStore) {
    guard let control = store.value(0x9F07).flatMap({ ApplicationUsageControl(bytes: $0) })
    else { return }
    for alternatives in requiredUsage(store) {
      if let first = alternatives.first, !alternatives.contains(where: control.contains) {
        store.raise(.serviceNotAllowed, because: .usageNotAllowed(first))
        return
      }
    }
  }

  /// The bits that must be set: one of each group.
  private static func requiredUsage(_ store: DataObjectStore) -> [[ApplicationUsageControl.Bit]] {
    let configuration = store.configuration
    let isTellerMachine =
      configuration.terminalType.isUnattendedOfBank
      && configuration.additionalCapabilities.contains(.cash)
    var groups: [[ApplicationUsageControl.Bit]] = [
      [isTellerMachine ? .automatedTellerMachines : .otherTerminals]
    ]
    // Without the issuer's country nothing can be said about domestic and international use.
    guard let issuerCountry = store.value(0x5F28) else { return groups }
    let isDomestic = issuerCountry == store.value(0x9F1A)
    let transaction = store.transaction
    switch transaction.kind {
    case .cash: groups.append([isDomestic ? .domesticCash : .internationalCash])
    case .purchase, .purchaseWithCashback:
      groups.append(purchaseUsage(configuration.additionalCapabilities, isDomestic: isDomestic))
    default: break
    }
    if transaction.cashbackAmount > .zero {
      groups.append([isDomestic ? .domesticCashback : .internationalCashback])
    }
    return groups
  }

  /// Goods or services, whichever the terminal sells; a terminal that says nothing sells goods.
  private static func purchaseUsage(
    _ capabilities: AdditionalTerminalCapabilities, isDomestic: Bool
  ) -> [ApplicationUsageControl.Bit] {
    var bits: [ApplicationUsageControl.Bit] = []
    if capabilities.contains(.goods) || !capabilities.contains(.services) {
      bits.append(isDomestic ? .domesticGoods : .internationalGoods)
    }
    if capabilities.contains(.services) {
      bits.append(isDomestic ? .domesticServices : .internationalServices)
    }
    return bits
  }

  /// Book 3, 10.4.3: the first and the last day count as valid.
  private static func checkDates(_ store: inout DataObjectStore) {
    let today = CardDate(store.transaction.time)
    if let first = store.value(0x5F25).flatMap({ CardDate($0) }), first > today {
      store.raise(.applicationNotYetEffective, because: .effectiveLater)
    }
    if let last = store.value(0x5F24).flatMap({ CardDate($0) }), last < today {
      store.raise(.applicationExpired, because: .expired)
    }
  }
}
