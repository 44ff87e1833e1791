import ArgumentParser
import EventLoop
import JSONText

/// `posctl devices list`: the devices that this machine has, and how a profile would name them.
struct DevicesList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the devices that a board profile could name.",
    discussion: """
      Each device comes with the lines that name it in a profile. What can't be looked for is said \
      on standard error.

      --json prints one object: {"devices":[{"kind","name","state","details":{…},"profile"}], \
      "problems":[{"kind","reason"}]}.
      """)

  /// The kinds of devices that are looked for, in the order of the list.
  private static let searches: [any DeviceSearch] = [
    CardReaderSearch(), SwipeReaderSearch(), PrinterSearch(), SerialPortSearch(),
  ]

  @Flag(help: "One JSON object instead of text.")
  var json = false

  func run() {
    let found = EventLoop.run { loop in
      var found: (devices: [ListedDevice], problems: [(kind: String, reason: String)]) = ([], [])
      for search in Self.searches {
        do throws(Complaint) {
          found.devices += try await search.devices(on: loop)
        } catch {
          found.problems.append((search.kind, error.text))
        }
      }
      return found
    }
    if json {
      let problems = found.problems.map { problem -> JSONValue in
        ["kind": .string(problem.kind), "reason": .string(problem.reason)]
      }
      let report: JSONValue = [
        "devices": .array(found.devices.map(\.json)), "problems": .array(problems),
      ]
      print(report.text)
    } else {
      for device in found.devices { print(device.text, terminator: "") }
      if found.devices.isEmpty { print("No device was found.") }
      for problem in found.problems {
        StandardError.write("posctl: \(problem.kind): \(problem.reason)")
      }
    }
  }
}
