// The center of the counter.
extension BenchWorld {
  /// Ties the center to the power switch.
  func watchCenter() async {
    await center.observe(
      isCutOff: { [weak self] moment in
        self?.assumeIsolated { $0.isCutOff(at: moment) } ?? false
      },
      onChange: { [weak self] in
        self?.assumeIsolated { world in
          world.changed()
          world.askForBooksSoon()
        }
      })
    serveCenter()
  }

  /// Lets the center serve whoever connects.
  ///
  /// On the counter's own thread from the first step: a process full of work would keep it waiting.
  func serveCenter() {
    Task(executorPreference: loop) { [center] in await center.serve() }
  }

  /// Cuts the power when its moment has come.
  private func isCutOff(at moment: CenterMoment) -> Bool {
    guard let armedCut, armedCut.isReached(at: moment) else { return false }
    cutNow()
    return true
  }
}
