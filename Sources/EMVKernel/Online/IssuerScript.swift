import BERTLV
package import ISO7816

/// Commands that the issuer sends to its card (tag 71 or 72).
///
/// On the wire: an identifier of four bytes (9F18, may be missing), then commands (86).
/// Source: EMV 4.3 Book 3, 10.10 and Annex E.
package struct IssuerScript: Hashable, Sendable {
  /// The issuer's name of the script; zeros when it has none.
  package let identifier: [UInt8]
  /// The commands; nil when the script is malformed, so that none of it is sent.
  package let commands: [CommandAPDU]?

  /// Reads a template 71 or 72.
  init(_ template: TLVObject) {
    var identifier: [UInt8] = [0, 0, 0, 0]
    var commands: [CommandAPDU]? = []
    var reader = template.contents
    do throws(TLVError) {
      while let object = try reader.next() {
        switch object.tag {
        case 0x9F18 where object.value.count == 4: identifier = Array(object.value)
        case 0x86:
          guard let command = CommandAPDU(Array(object.value)) else {
            commands = nil
            continue
          }
          commands?.append(command)
        default: break
        }
      }
    } catch {
      commands = nil
    }
    self.identifier = identifier
    self.commands = commands
  }
}
