package import InputEvents

/// Tells a swipe from what people type, key by key, and gives its text.
///
/// A swipe begins with a start sentinel (or the `0` of a block in hexadecimal), comes faster than
/// anybody types, and ends with a carriage return that nothing follows, or with silence. What comes
/// at human speed is dropped. Source: reference 2.9.
package struct WedgeKeyStream: Sendable {
  /// The longest time between two keys of a reader.
  package static let longestGap = Duration.milliseconds(30)
  /// The silence that ends a swipe after a carriage return; the next track would come sooner.
  package static let silenceAfterLine = Duration.milliseconds(50)
  /// The silence that ends a swipe anywhere else.
  package static let silence = Duration.milliseconds(300)
  /// Fewer characters are no swipe, however fast they came.
  package static let leastCharacterCount = 4
  /// More characters than any reader types: the rest is dropped.
  package static let characterLimit = 2048

  private static let starts = Array("%;+0".utf8)

  private var text: [UInt8] = []
  private var lastTime = Duration.zero
  private var shifts: Set<UInt16> = []

  /// Begins with nothing typed.
  package init() {}

  /// After how long a silence `finish` is to be called; nil while nothing is typed.
  package var awaitedSilence: Duration? {
    if text.isEmpty { return nil }
    return text.last == 0x0D ? Self.silenceAfterLine : Self.silence
  }

  /// Takes what happened to a key; returns the text of a swipe that it showed to be over.
  ///
  /// Ups and shifts count for the speed as well: a person holds a key longer than a reader's gap.
  package mutating func receive(_ event: InputEvent) -> [UInt8]? {
    let isFast = event.time - lastTime <= Self.longestGap
    let finished = isFast ? nil : finish()
    lastTime = event.time
    if event.code == USKeyboardLayout.leftShift || event.code == USKeyboardLayout.rightShift {
      if event.value == InputEvent.up {
        shifts.remove(event.code)
      } else {
        shifts.insert(event.code)
      }
      return finished
    }
    guard event.value != InputEvent.up else { return finished }
    guard event.isPress,
      let character = USKeyboardLayout.character(of: event.code, isShifted: !shifts.isEmpty)
    else {
      // A key that repeats or that a reader does not have: somebody is typing.
      text = []
      return finished
    }
    if text.isEmpty, !Self.starts.contains(character) { return finished }
    if text.count < Self.characterLimit { text.append(character) }
    return finished
  }

  /// The keyboard has been silent: returns the text of a swipe if one was typed.
  package mutating func finish() -> [UInt8]? {
    let typed = text
    text = []
    guard typed.count >= Self.leastCharacterCount else { return nil }
    return typed
  }

  /// Keys were lost: whatever was being typed is void.
  ///
  /// Returns whether that may have been a swipe.
  package mutating func loseKeys() -> Bool {
    let wasSwipe = text.count >= Self.leastCharacterCount
    text = []
    shifts = []
    return wasSwipe
  }
}
