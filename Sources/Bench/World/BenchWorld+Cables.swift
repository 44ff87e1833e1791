import BenchSocket
import BoardProfile
import EmulatedPorts
import EventLoop
import MockDevices
import SystemPackage

// The cables between the terminal and its devices.
extension BenchWorld {
  /// Pulls the cable of a device, or plugs it in again.
  func setCable(of device: CounterDevice, isPlugged: Bool) throws(BenchProblem) {
    guard unplugged.contains(device) == isPlugged else { return }
    switch device {
    case .printer:
      let path = profile.devices.printer?.transport.path
      try Self.setLine(&printerLine, printerTap, path, isPlugged, loop: loop)
    case .modem:
      var path: String?
      if case .device(let line)? = profile.devices.modem?.port { path = line }
      try Self.setLine(&modemLine, modem, path, isPlugged, loop: loop)
    case .cardReader where readers != nil: readers?.setCable(isPlugged: isPlugged)
    case .keypad, .cardReader, .swipeReader: break
    }
    if isPlugged { unplugged.remove(device) } else { unplugged.insert(device) }
    if let device = device.benchDevice { tellCable(of: device, isPlugged: isPlugged) }
    changed()
  }

  /// Tells a terminal that has connected what it lacks.
  func tellCables() {
    for device in unplugged.compactMap(\.benchDevice) { tellCable(of: device, isPlugged: false) }
  }

  /// Refuses what no hand can do at a device that is not there.
  func require(_ device: CounterDevice) throws(BenchProblem) {
    guard unplugged.contains(device) else { return }
    throw BenchProblem("没有设备 The \(device.rawValue) is unplugged", cure: "plug it in first")
  }

  private static func setLine(
    _ line: inout PseudoTerminal?, _ device: any EmulatedByteDevice, _ path: String?,
    _ isPlugged: Bool, loop: EventLoop
  ) throws(BenchProblem) {
    guard let path else {
      throw BenchProblem("it hangs on no serial line", cure: "give it one in the profile")
    }
    line?.unplug()
    guard isPlugged else { return }
    do throws(Errno) {
      line = try PseudoTerminal(device, link: path, loop: loop)
    } catch {
      throw BenchProblem("\(path) can't be made", cure: "\(error)")
    }
  }

  private func tellCable(of device: BenchDevice, isPlugged: Bool) {
    panel.send(.cable(device, isPlugged: isPlugged))
    // A reader that comes back sees the card that is in it.
    if device == .cardReader, isPlugged, insertedCard != nil, readers == nil {
      panel.send(.cardInserted)
    }
  }
}
