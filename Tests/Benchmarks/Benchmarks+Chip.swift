extension Benchmarks {
  /// The kernel's own time: the card's answers are those of a sale before, byte for byte.
  static let chip: [Benchmark] = [
    Benchmark("kernel: chip sale without card and center", count: 500) {
      let recording = try CardRecording()
      return { try recording.replay() }
    },
    Benchmark(
      "kernel: an APDU of that sale, of \(CardRecording.exchangeCount)", limit: .microseconds(20),
      count: 500 * CardRecording.exchangeCount
    ) {
      let recording = try CardRecording()
      var count = 0
      return {
        if count % CardRecording.exchangeCount == 0 { try recording.replay() }
        count += 1
      }
    },
  ]
}
