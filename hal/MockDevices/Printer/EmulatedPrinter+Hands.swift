// What a person does to it.
extension EmulatedPrinter {
  /// Takes the paper away, or lets the roll end.
  package func removePaper() { hasPaper = false }

  /// Puts a new roll in; what hangs out of the printer is torn off.
  package func loadPaper() {
    tearOff()
    hasPaper = true
  }

  /// Frees what is stuck; the printer goes on when it is told to (DLE ENQ).
  package func clearFault() { isFaultCleared = true }

  /// Switches the printer off and on: what it kept and was told is gone.
  package func restart() { forget() }

  /// Switches it off.
  package func switchOff() {
    forget()
    isDead = true
  }

  /// Switches it on again.
  package func switchOn() { isDead = false }
}
