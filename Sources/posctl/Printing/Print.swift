import ArgumentParser
import BoardDrivers
import BoardProfile
import EventLoop
import HAL
import JSONText

/// `posctl print`: one slip, on the printer that a profile names.
struct Print: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "print",
    abstract: "Print a file as a slip.",
    discussion: """
      A plain text is printed line by line and cut; a file that begins with [ is a list of JSON \
      objects, from the top of the slip to its end:

      \(SlipFile.forms)

      The printer is that of the profile, as posd would use it; stop posd first, or both talk to \
      it. “confirmed” means that the printer said behind the last line that it had printed \
      everything; “weak” that it took the bytes and time enough has passed.

      --json prints one object: {"job","printed","proof","paperLow","problem","begun"}; “problem” \
      is null when the slip is out, and “begun” says whether a part of it may be on paper.

      Exit status: 0 the slip is out; 2 it is not, and standard error says why.
      """)

  @Argument(help: ArgumentHelp("The file; - reads standard input.", valueName: "file"))
  var file: String

  @OptionGroup var options: ProfileOptions

  @Option(help: ArgumentHelp("How long it may take.", valueName: "seconds"))
  var timeout = 60

  @Flag(help: "One JSON object instead of text.")
  var json = false

  func validate() throws(ValidationError) {
    guard (1...3600).contains(timeout) else {
      throw ValidationError("--timeout takes 1 to 3600 seconds")
    }
  }

  func run() throws(Complaint) {
    let bytes = try InputFile.bytes(of: file, limit: SlipFile.byteLimit)
    let job = PrintJob(PrintJobIdentifier("posctl"), try SlipFile.document(bytes, name: file))
    let profile = try options.read()
    let result = try EventLoop.run { [timeout] loop throws(Complaint) in
      let printer = try Self.printer(profile, loop)
      do throws(PrintFailure) {
        return Result<PrintReport, PrintFailure>.success(
          try await printer.print(job, timeout: .seconds(timeout)))
      } catch {
        return .failure(error)
      }
    }
    try tell(result, of: job)
  }

  private static func printer(
    _ profile: BoardProfile, _ loop: EventLoop
  ) throws(Complaint) -> any ReceiptPrinter {
    do throws(DriverMistake) {
      let drivers = BoardDrivers(profile.devices, loop: loop)
      if let printer = try drivers.printer() {
        for mistake in drivers.excused { StandardError.write("posctl: \(mistake.text)") }
        return printer
      }
    } catch {
      throw Complaint(error.text)
    }
    throw Complaint("devices.printer: the profile names no printer")
  }

  private func tell(
    _ result: Result<PrintReport, PrintFailure>, of job: PrintJob
  ) throws(Complaint) {
    switch result {
    case .success(let report):
      let paper = report.isPaperLow ? "; the paper is nearly out" : ""
      Swift.print(
        json
          ? Self.json(job, report: report, failure: nil).text : "printed, \(report.proof)\(paper)")
    case .failure(let failure):
      if json { Swift.print(Self.json(job, report: nil, failure: failure).text) }
      let piece = failure.isBegun ? "; a part of the slip may be on paper" : ""
      throw Complaint("not printed: \(failure.reason.words)\(piece)")
    }
  }

  private static func json(
    _ job: PrintJob, report: PrintReport?, failure: PrintFailure?
  ) -> JSONValue {
    [
      "job": .string(job.identifier.text), "printed": .boolean(report != nil),
      "proof": report.map { .string($0.proof.rawValue) } ?? .null,
      "paperLow": report.map { .boolean($0.isPaperLow) } ?? .null,
      "problem": failure.map { .string("\($0.reason)") } ?? .null,
      "begun": .boolean(failure?.isBegun ?? true),
    ]
  }
}
