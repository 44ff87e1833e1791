import ChipTransaction
import EMVKernel
import EventLoop
import HAL
import JSONText
import MockDevices
import PaymentTypes
import TestCards
import Testing
import YAMLDocument

@testable import posctl

/// Sessions with every test card, written by `SessionRecording` and played again.
@Suite struct SessionRoundTripTests {
  /// A case that was performed, its file, and its file without card data.
  private struct Performed: Sendable {
    let title: String
    let record: ChipTransactionRecord
    let file: String
    let maskedFile: String
    let number: String?
  }

  private static func perform(_ profile: String) throws -> [Performed] {
    let cases = try CardCaseReader(TestCards.folder.file(profile)).cases()
    return EventLoop.run { loop in
      var performed: [Performed] = []
      for trial in cases where Self.isPortable(trial) {
        let reader = MockCardReader(name: DeviceName("ic"), clock: loop)
        guard let chip = trial.personality.chip else { continue }
        reader.slot.answerDelay = trial.answerDelay
        reader.slot.insert(CardSimulator(chip))
        guard let record = await trial.run(in: reader) else { continue }
        func text(isMasked: Bool) -> String {
          SessionRecording(
            configuration: trial.configuration, parameters: trial.transaction, record: record,
            lastAmount: trial.history.lastAmount
          ).json(isMasked: isMasked).text
        }
        performed.append(
          Performed(
            title: trial.title, record: record, file: text(isMasked: false),
            maskedFile: text(isMasked: true),
            number: (record.store?.primaryAccountNumber).map {
              String(decoding: $0.digits, as: UTF8.self)
            }))
      }
      return performed
    }
  }

  /// Lists of refused cards and certificates do not travel with a session.
  private static func isPortable(_ trial: CardCase) -> Bool {
    trial.configuration.exceptionFile.isEmpty && trial.configuration.revokedCertificates.isEmpty
      && !trial.history.isOnExceptionFile
  }

  @Test(arguments: TestCards.profiles)
  func `a session that is played again comes to the same, to the last bit`(profile: String) throws {
    for performed in try Self.perform(profile) {
      let report = try EMVReplay.replay(RecordedSession(parsing: performed.file))
      let (first, second) = (performed.record, report.record)
      let note = "\(performed.title)\n\(report.text)"
      #expect(report.differences == [], "\(note)")
      #expect(second.exchanges.map(\.command) == first.exchanges.map(\.command), "\(note)")
      #expect(second.outcome == first.outcome, "\(note)")
      #expect((second.failure == nil) == (first.failure == nil), "\(note)")
      #expect(second.application == first.application, "\(note)")
      #expect(second.cryptograms == first.cryptograms, "\(note)")
      #expect(second.candidates.map(\.name) == first.candidates.map(\.name), "\(note)")
      let stores = (first.store, second.store)
      #expect(stores.1?.verificationResults == stores.0?.verificationResults, "\(note)")
      #expect(stores.1?.statusInformation == stores.0?.statusInformation, "\(note)")
      #expect(stores.1?.findings == stores.0?.findings, "\(note)")
      #expect(
        stores.1?.verificationMethodResults == stores.0?.verificationMethodResults, "\(note)")
    }
  }

  @Test(arguments: TestCards.profiles)
  func `a masked session holds no card number and can be played`(profile: String) throws {
    for performed in try Self.perform(profile) {
      if let number = performed.number {
        #expect(!performed.maskedFile.contains(number), "\(performed.title)")
        let text = number.utf8.map { "3\(Character(Unicode.Scalar($0)))" }.joined()
        #expect(!performed.maskedFile.contains(text), "\(performed.title)")
      }
      let session = try RecordedSession(parsing: performed.maskedFile)
      let report = try EMVReplay.replay(session)
      let first = performed.record.exchanges
      #expect(session.exchanges.map(\.command.count) == first.map(\.command.count))
      #expect(session.exchanges.map(\.response?.count) == first.map(\.response?.count))
      #expect(
        report.record.application?.candidate.name == performed.record.application?.candidate.name)
    }
  }
}
