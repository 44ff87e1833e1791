import EmulatedPorts
import EventLoop
import Foundation
import MockDevices

/// The card reader of a counter with `--pcsc`: a real pcscd with our IFD handler beneath the
/// terminal's real driver.
///
/// The daemon is part of the board: it starts with the terminal and loses its power with it.
final class CounterReaders {
  /// What the reader calls itself; pcscd adds its numbers.
  private static let name = "Lianji Counter"

  /// What the terminal's profile says in the place of the bench's socket.
  static let override =
    "devices.card-readers.customer={kind: pcsc, name-prefix: \(name), pin-pad: ignore, "
    + "criticality: degraded}"

  private let readers: PrivateReaders
  private var slot: EmulatedSlot { readers.slots[0] }
  /// Called when a card has left the slot by itself.
  var onSelfRemoval: (() -> Void)? {
    get { slot.onSelfRemoval }
    set { slot.onSelfRemoval = newValue }
  }

  /// Opens the reader's socket below a folder; the daemon does not run yet.
  init(in folder: String, loop: EventLoop) throws(BenchProblem) {
    if let obstacle = PrivateReaders.obstacle {
      throw BenchProblem("there can be no pcscd for --pcsc", cure: obstacle)
    }
    // pcscd has a folder of its own to start from.
    let path = URL(filePath: folder).path() + "/pcsc"
    do throws(PrivatePCSCDaemon.Problem) {
      readers = try PrivateReaders([.init(name: Self.name)], folder: path, loop: loop)
    } catch {
      throw BenchProblem("the emulated card reader can't be opened", cure: error.description)
    }
  }

  /// The command line by which a program finds the daemon; its own follows.
  var environment: [String] {
    ["/usr/bin/env", "\(PrivatePCSCDaemon.variable)=\(readers.daemon.socketPath)"]
  }

  /// Starts the daemon; does nothing when it runs.
  func powerOn() async throws(BenchProblem) {
    do throws(PrivatePCSCDaemon.Problem) {
      try await readers.daemon.start()
    } catch {
      throw BenchProblem("pcscd does not start", cure: error.description)
    }
  }

  /// Cuts the daemon's power.
  func cutPower() { readers.daemon.kill() }

  /// Puts a card in.
  func insert(_ chip: CardSimulator) { slot.insert(chip) }

  /// Pulls the card.
  func remove() { slot.remove() }

  /// Pulls the reader's cable, or plugs it in again.
  ///
  /// A reader that was not there when its daemon started is found at the daemon's next start.
  func setCable(isPlugged: Bool) {
    if isPlugged { slot.plug() } else { slot.unplug() }
  }

  /// Ends the daemon and closes the reader.
  func close() { readers.close() }
}
