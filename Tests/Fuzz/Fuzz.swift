import CLibFuzzer
import CPeakHeap
import Glibc

/// Gives what libFuzzer makes up to one of the targets, and ends the program where that traps,
/// takes too long or takes too much memory.
///
/// `.ci/fuzz` builds and runs it; `Fuzz TARGET [OPTION]... [CORPUS]...` takes libFuzzer's options.
@main
enum Fuzz {
  /// Processor time for one input; a card waits for the terminal in the meantime.
  private static let timeLimit = Duration.milliseconds(10)
  private static let variable = "LIANJI_FUZZ_TARGET"
  nonisolated(unsafe) private static var target = FuzzTarget.tlv

  static func main() {
    var words = CommandLine.arguments
    // libFuzzer starts this program again for some of its work, without the name.
    if words.count > 1, FuzzTarget(rawValue: words[1]) != nil {
      setenv(variable, words.remove(at: 1), 1)
    }
    guard let wanted = getenv(variable).flatMap({ FuzzTarget(rawValue: String(cString: $0)) })
    else {
      let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
      print("USAGE: Fuzz TARGET [libFuzzer's options] [CORPUS]...\nTARGET is one of \(names)")
      exit(2)
    }
    target = wanted
    // What is made once, such as the cards from their files, is none of an input.
    wanted.run([])
    var arguments: [UnsafeMutablePointer<CChar>?] =
      words.map { strdup($0) } + [nil]
    var count = Int32(words.count)
    let status = arguments.withUnsafeMutableBufferPointer { buffer in
      var base = buffer.baseAddress
      return withUnsafeMutablePointer(to: &base) { pointer in
        pointer.withMemoryRebound(
          to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?.self, capacity: 1
        ) {
          LLVMFuzzerRunDriver(&count, $0, fuzzOneInput)
        }
      }
    }
    exit(status)
  }

  fileprivate static func run(_ input: [UInt8]) {
    heap_peak_reset()
    var time = timed(input)
    let grown = Int(clamping: heap_peak())
    // A machine that other programs use, or that is itself a guest, now and then takes its time.
    for _ in 0..<2 where time > timeLimit { time = min(time, timed(input)) }
    if time > timeLimit { fail("\(time) for \(input.count) bytes") }
    if grown > 4 * input.count + target.allowance {
      fail("\(grown) bytes for \(input.count)")
    }
  }

  private static func timed(_ input: [UInt8]) -> Duration {
    let start = processorTime()
    target.run(input)
    return processorTime() - start
  }

  private static func fail(_ text: String) -> Never {
    let line = "Fuzz: \(target.rawValue): \(text)\n"
    _ = write(STDERR_FILENO, line, line.utf8.count)
    abort()
  }

  private static func processorTime() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}

/// What libFuzzer calls; its own main, which is not used here, wants this name too.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  Fuzz.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
