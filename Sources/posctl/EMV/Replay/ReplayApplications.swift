import BERTLV
import EMVKernel

/// The applications of the terminal in a file.
///
/// Each 9F06 begins one; what belongs to an application counts for the one before it, or for all
/// where none has begun yet. Without any, the schemes' test set is used.
struct ReplayApplications {
  /// The terminal objects that are read here.
  static let tags: Set<DataObjectTag> = [
    0x9F06, 0xDF01, 0x9F09, 0x9F1B, 0xDF11, 0xDF12, 0xDF13, 0xDF8120, 0xDF8121, 0xDF8122, 0xDF14,
    0xDF15, 0xDF16, 0xDF17, 0x97,
  ]

  /// Names that cards of the schemes begin with.
  private static let names: [[UInt8]] = [
    [0xA0, 0, 0, 0x03, 0x33, 0x01, 0x01], [0xA0, 0, 0, 0, 0x03, 0x10, 0x10],
    [0xA0, 0, 0, 0, 0x03, 0x20, 0x10], [0xA0, 0, 0, 0, 0x03, 0x20, 0x20],
    [0xA0, 0, 0, 0, 0x04, 0x10, 0x10], [0xA0, 0, 0, 0, 0x04, 0x30, 0x60],
    [0xA0, 0, 0, 0, 0x25, 0x01], [0xA0, 0, 0, 0, 0x65, 0x10, 0x10],
    [0xA0, 0, 0, 0x01, 0x52, 0x30, 0x10], [0xA0, 0, 0, 0x03, 0x24, 0x10, 0x10],
  ]

  /// What is said when the file names no application.
  static let presetWarning = "no 9F06 names an application: the schemes' names are tried"

  private let session: RecordedSession

  init(_ session: RecordedSession) { self.session = session }

  /// One configuration an application.
  func configurations(_ warnings: inout [String]) -> [ApplicationConfiguration] {
    var common: [RecordedSession.TerminalObject] = []
    var groups: [(name: [UInt8], objects: [RecordedSession.TerminalObject])] = []
    for object in session.terminal where Self.tags.contains(object.tag) {
      if object.tag == 0x9F06 {
        groups.append((object.value, []))
      } else if groups.isEmpty {
        common.append(object)
      } else {
        groups[groups.count - 1].objects.append(object)
      }
    }
    if groups.isEmpty {
      let names =
        Self.names
        + selectedNames.filter { name in
          !Self.names.contains { name.starts(with: $0) }
        }
      groups = names.map { ($0, []) }
      warnings.append(Self.presetWarning)
    }
    var list: [ApplicationConfiguration] = []
    for group in groups {
      guard let identifier = ApplicationIdentifier(group.name) else {
        warnings.append("9F06 with \(group.name.count) bytes is no name of an application")
        continue
      }
      list.append(configuration(identifier, common + group.objects, &warnings))
    }
    return list
  }

  /// What the recording selects by name and what is no directory.
  private var selectedNames: [[UInt8]] {
    var names: [[UInt8]] = []
    for exchange in session.exchanges where exchange.command.starts(with: [0x00, 0xA4, 0x04]) {
      let name = Array(exchange.command.dropFirst(5).prefix(Int(exchange.command[4])))
      if name.first == 0xA0, !names.contains(name) { names.append(name) }
    }
    return names
  }

  private func configuration(
    _ identifier: ApplicationIdentifier, _ objects: [RecordedSession.TerminalObject],
    _ warnings: inout [String]
  ) -> ApplicationConfiguration {
    var configuration = ApplicationConfiguration(
      identifier: identifier, allowsPartialMatch: true, version: 0x0030,
      actionCodeDefault: .init(), actionCodeDenial: .init(), actionCodeOnline: .init())
    for object in objects where !apply(object, to: &configuration) {
      warnings.append("\(object.tag) is not of its format, and is not used")
    }
    return configuration
  }

  /// Takes an object; false when it is not of its format.
  private func apply(
    _ object: RecordedSession.TerminalObject, to configuration: inout ApplicationConfiguration
  ) -> Bool {
    let number = object.value.count <= 4 ? object.value.reduce(0) { $0 << 8 | UInt32($1) } : nil
    let percentage = number.map { Int($0 >> 4 * 10 + $0 & 0x0F) }
    switch object.tag {
    case 0xDF01: configuration.allowsPartialMatch = object.value == [0x01]
    case 0x9F09: return set(&configuration.version, number.flatMap { UInt16(exactly: $0) })
    case 0x9F1B: return set(&configuration.floorLimit, number)
    case 0xDF11, 0xDF8120: return set(&configuration.actionCodeDefault, .init(bytes: object.value))
    case 0xDF13, 0xDF8121: return set(&configuration.actionCodeDenial, .init(bytes: object.value))
    case 0xDF12, 0xDF8122: return set(&configuration.actionCodeOnline, .init(bytes: object.value))
    case 0xDF14: configuration.defaultDynamicDataList = object.value
    case 0x97: configuration.defaultCertificateDataList = object.value
    case 0xDF15: return set(&configuration.randomSelectionThreshold, number)
    case 0xDF16: return set(&configuration.maximumTargetPercentage, percentage)
    case 0xDF17: return set(&configuration.targetPercentage, percentage)
    default: break
    }
    return true
  }

  private func set<Value>(_ place: inout Value, _ value: Value?) -> Bool {
    guard let value else { return false }
    place = value
    return true
  }
}
