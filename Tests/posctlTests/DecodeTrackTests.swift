import Foundation
import JSONText
import Testing

/// What `posctl decode track` says of tracks.
///
/// Source of the bits: reference 2.7; test PANs only.
@Suite struct DecodeTrackTests {
  private static let bits = "0000d138d8733308601804300d9088210184204c8b8208a7f0800000"
  private static let tracks =
    "%B4761739001010010^TEST/CARD^22122011143878089?;4761739001010010=22122011143878089?"

  private func track(_ number: Int, _ run: Program) throws -> JSONValue {
    let json = try JSONValue(parsing: String(run.output.dropLast()))
    return try #require(json["tracks"]?.array?[number - 1])
  }

  @Test func `text gives each track, its service code in words, and no card number`() throws {
    let run = try Program("decode", "track", Self.tracks)
    #expect(run.status == 0)
    #expect(run.output.contains("card number 476173******0010"))
    #expect(run.output.contains("service code 201: international, with a chip;"))
    #expect(run.output.contains("it has a chip: a terminal with a slot asks for that"))
    #expect(!run.output.contains("4761739001010010"))
    #expect(!run.output.contains("TEST/CARD"))
    let json = try Program("decode", "track", Self.tracks, "--json")
    #expect(try track(1, json)["cardNumber"]?.string == "476173******0010")
    #expect(try track(2, json)["serviceCode"]?["chip"]?.boolean == true)
    #expect(try track(2, json)["expiry"]?.string == "2212")
    #expect(try track(3, json)["result"]?.string == "absent")
    #expect(!json.output.contains("4761739001010010"))
  }

  @Test func `track 2 may come as field 35 has it, and from standard input`() throws {
    let field = try Program("decode", "track", "4761739001010010D22122011143878089", "--json")
    let piped = try Program(
      arguments: ["decode", "track", "-", "--json"],
      input: Data(";4761739001010010=22122011143878089?\n".utf8))
    #expect(field.status == 0)
    #expect(field.output == piped.output)
  }

  @Test func `raw bits tell their track and their direction`() throws {
    let run = try Program("decode", "track", "--bits", Self.bits, "--json")
    #expect(run.status == 0)
    #expect(try track(2, run)["cardNumber"]?.string == "476173******0010")
    let json = try JSONValue(parsing: String(run.output.dropLast()))
    #expect(json["direction"]?.string == "forward")
    #expect(json["checkCharacterRight"]?.boolean == true)
    #expect(json["parityErrors"]?.array?.isEmpty == true)
  }

  @Test func `bits that are wrong are said, with the places of wrong parity`() throws {
    var spoilt = Array(Self.bits)
    spoilt[6] = "9"
    let run = try Program("decode", "track", "--bits", String(spoilt), "--track", "2")
    #expect(run.status == 2)
    #expect(run.errors.contains("track 2 can't be read"))
  }

  @Test func `a reader's whole report is decoded, or said to be none`() throws {
    let short = try Program("decode", "track", "0000", "--report", "magtek")
    #expect(short.status == 2)
    #expect(short.errors.contains("byte 0: 337 bytes belong there, and there are 2"))
    let block = try Program("decode", "track", "0200000000", "--report", "idtech-block")
    #expect(block.status == 2)
    let format = try Program("decode", "track", "00", "--report", "other")
    #expect(format.errors.contains("--report takes magtek, magtek-encrypted, idtech, idtech-block"))
  }

  @Test(arguments: [
    ([], "give the tracks as TEXT"), (["x", "--bits", "00"], "not both"),
    (["--bits", "0G"], "is not a hexadecimal digit"),
    (["--bits", "00", "--track", "4"], "1, 2 or 3"),
    ([";E?"], "the reader could not decode it"), (["hello"], "can't be read"),
    ([" "], "tracks begin with % or ; and end with ?"),
  ])
  func `nonsense is refused with a reason`(arguments: [String], reason: String) throws {
    let run = try Program(arguments: ["decode", "track"] + arguments)
    #expect(run.status == 2)
    #expect(run.errors.contains(reason), "\(run.errors)")
  }
}
