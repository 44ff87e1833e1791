import BERTLV

extension Benchmarks {
  /// What it costs to find out whether a card is genuine, beside what libcrypto alone takes.
  static let authentication: [Benchmark] = [
    Benchmark(
      "kernel: chain and signature of CDA, 1984 bits", limit: .microseconds(60), count: 2_000
    ) {
      let chain = try CertificateSample()
      return { try chain.authenticate() }
    },
    Benchmark("libcrypto: the three RSA operations of it", count: 2_000) {
      let chain = try CertificateSample()
      return { try chain.recoverOnly() }
    },
    Benchmark("kernel: a TLV record of 195 bytes", limit: .nanoseconds(150), count: 200_000) {
      let record = CertificateSample.record
      return {
        var reader = TLVReader(record)
        var byteCount = 0
        while let object = try reader.next() {
          var contents = object.contents
          while let inner = try contents.next() { byteCount += inner.value.count }
        }
        keep(byteCount)
      }
    },
  ]
}
