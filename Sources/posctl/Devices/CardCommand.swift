import ArgumentParser
import HAL
import JSONText
import PCSCReader

/// `posctl card`: what is in a card reader.
struct CardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "card",
    abstract: "Wait for a card and show its answer to reset and its applications.",
    discussion: """
      It speaks to the readers of pcscd, and reads nothing that holds a card number. The serial \
      number of a contactless card is masked unless --unmasked says otherwise. A card that posd \
      holds can't be asked at the same time.

      --json prints one object: {"reader","answerToReset":{…},"serialNumber", \
      "applications":[{"identifier","label","priority","isBlocked"}],"source"}; the answer to \
      reset is as in posctl decode atr, and the source is directory or names.
      """)

  @OptionGroup var card: CardReaderOptions

  @Flag(help: "One JSON object instead of text.")
  var json = false

  @Flag(help: "Show the serial number of a contactless card in clear.")
  var unmasked = false

  func run() throws(Complaint) {
    let present = try card.withCard { driver, _ throws(CardReaderError) in
      try await PresentCard(in: driver, name: driver.readerName ?? "")
    }
    print(json ? present.json(isMasked: !unmasked).text : present.text(isMasked: !unmasked))
  }
}
