import CLinux
import CellularModem
import EmulatedPorts
import EventLoop
import Glibc
import HAL
import MockDevices
import SystemPackage
import Testing

/// The line itself: whose it is, how fast, and what it may lead through.
@Suite struct ModemLineTests {
  @Test func `two drivers on one line: the second is told, and gets it when the first is done`()
    throws
  {
    let outcomes = try EventLoop.run { loop in
      let counter = try ModemCounter(loop)
      let second = SerialModem(
        name: DeviceName("second"), line: .device(path: counter.line.path, speed: .fixed(9600)),
        loop: loop)
      var outcomes = [await counter.status()]
      outcomes.append(await ModemCounter.status(second, timeout: .seconds(5)))
      counter.driver.close()
      outcomes.append(await ModemCounter.status(second, timeout: .seconds(20)))
      return outcomes
    }
    #expect(try outcomes[0].get().sim == .ready)
    #expect(outcomes[1] == .failure(.portUnavailable(code: Errno.resourceBusy.rawValue)))
    #expect(try outcomes[2].get().sim == .ready)
  }

  @Test func `the line is raw, exclusive, and hangs up on nobody`() throws {
    let (input, control, local, isExclusive) = try EventLoop.run { loop in
      let line = try PseudoTerminal(EmulatedModem(), loop: loop)
      let port = try await SerialPort.open(
        path: line.path, baud: 57_600, loop: loop, timeout: .seconds(5))
      var settings = termios()
      let descriptor = port.rawValue ?? -1
      tcgetattr(descriptor, &settings)
      var isExclusive: Int32 = 0
      _ = ioctl(descriptor, UInt(0x8004_5440), &isExclusive)  // TIOCGEXCL
      SerialPort.close(port)
      return (settings.c_iflag, settings.c_cflag, settings.c_lflag, isExclusive)
    }
    #expect(local & tcflag_t(ECHO | ICANON | ISIG | IEXTEN) == 0)
    #expect(input & tcflag_t(ICRNL | INLCR | IXON | ISTRIP) == 0)
    #expect(control & tcflag_t(CLOCAL | CREAD) == tcflag_t(CLOCAL | CREAD))
    #expect(control & tcflag_t(HUPCL) == 0)
    #expect(isExclusive == 1)
  }

  @Test func `what is no serial line is refused`() throws {
    let outcome = EventLoop.run { loop in
      let driver = SerialModem(
        name: DeviceName("modem"), line: .device(path: "/dev/null", speed: .fixed(9600)),
        loop: loop)
      return await ModemCounter.status(driver, timeout: .seconds(5))
    }
    #expect(outcome == .failure(.portUnavailable(code: 25)))  // ENOTTY
  }

  @Test(arguments: [9600, 57_600, 115_200])
  func `the speed is found`(baud: Int) throws {
    let status = try EventLoop.run { loop in
      let counter = try ModemCounter(loop, baud: .automatic)
      counter.line.baud = baud
      return try await counter.status().get()
    }
    #expect(status.sim == .ready)
  }

  @Test func `a wrong speed in the profile is a silent modem`() throws {
    let outcome = try EventLoop.run { loop in
      let counter = try ModemCounter(loop, baud: .fixed(115_200))
      counter.line.baud = 9600
      return await counter.status(timeout: .milliseconds(500))
    }
    #expect(outcome == .failure(.timedOut))
  }

  @Test func `a line behind a network port is a line`() throws {
    let outcomes = try EventLoop.run { loop in
      let port = try ListeningPort(EmulatedModem(), loop: loop)
      let driver = SerialModem(
        name: DeviceName("modem"), line: .network(host: "127.0.0.1", port: port.number ?? 0),
        loop: loop)
      var outcomes = [await ModemCounter.status(driver, timeout: .seconds(20))]
      port.hangUp()
      outcomes.append(await ModemCounter.status(driver, timeout: .seconds(20)))
      port.close()
      outcomes.append(await ModemCounter.status(driver, timeout: .seconds(20)))
      return outcomes
    }
    #expect(try outcomes[0].get().sim == .ready)
    #expect(try outcomes[1].get().sim == .ready)
    #expect(
      outcomes[2] == .failure(.portUnavailable(code: Errno.connectionRefused.rawValue)))
  }

  @Test func `losing the line and finding it again are events`() throws {
    let events = try EventLoop.run { loop in
      let counter = try ModemCounter(loop)
      _ = await counter.status()
      counter.line.unplug()
      _ = await counter.wait { counter.events.contains(.deviceLost(DeviceName("modem"))) }
      return counter.events
    }
    #expect(events == [.deviceLost(DeviceName("modem"))])
  }
}
