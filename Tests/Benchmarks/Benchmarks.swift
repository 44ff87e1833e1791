import BoardProfile
import Glibc
import Ledger

/// Times what has a budget, by hand or by CI on request; nothing here is a test.
///
/// `make benchmark` builds and runs it. The figures are of one machine: compare them with those
/// that the same machine gave before a change.
@main
struct Benchmarks {
  private static let usage = """
    USAGE: Benchmarks [NAME]...
           Benchmarks fill-ledger FILE COUNT
           Benchmarks idle PID SECONDS

    Without a name all benchmarks run, with names those that contain one of them; “card readers”
    needs pcscd and the library EmulatedReader beside this program. LIANJI_POSD names
    a posd whose start is timed too. fill-ledger creates a ledger of COUNT approved sales under the
    test keys of board-profiles/bench.yaml. idle tells how often the program PID wakes up.
    """

  static func main() throws {
    let words = Array(CommandLine.arguments.dropFirst())
    if words.contains(where: { $0.hasPrefix("-") }) {
      print(usage)
    } else if words.first == "fill-ledger" {
      guard words.count == 3, let count = Int(words[2]), (0...100_000).contains(count) else {
        print(usage)
        exit(2)
      }
      try fill(path: words[1], count: count)
    } else if words.first == "idle" {
      guard words.count == 3, let process = Int(words[1]), let seconds = Int(words[2]),
        (1...3600).contains(seconds)
      else {
        print(usage)
        exit(2)
      }
      try IdleProgram(processIdentifier: process, seconds: seconds).run()
    } else {
      try run(names: words)
    }
  }

  private static func run(names: [String]) throws {
    let all = messages + chip + authentication + books + simulation + start
    print(Benchmark.head)
    for benchmark in all where names.isEmpty || names.contains(where: benchmark.name.contains) {
      try benchmark.run()
      fflush(nil)  // a pipe shows each row at once
    }
    try printing { name in names.isEmpty || names.contains(where: name.contains) }
    if names.isEmpty || names.contains(where: "card readers".contains) {
      try CardBenchmarks.run()
    }
  }

  private static func fill(path: String, count: Int) throws {
    let sample = try SampleLedger(try BoardProfile.read(path: "board-profiles/bench.yaml"))
    let ledger = try sample.open(path: path)
    for _ in 0..<count { try sample.sell(in: ledger) }
    print("\(path): \(ledger.recordCount) records of \(count) sales")
  }
}
