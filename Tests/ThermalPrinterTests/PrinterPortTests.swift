import CLinux
import EmulatedPorts
import EventLoop
import Glibc
import HAL
import MockDevices
import SystemPackage
import Testing
import ThermalPrinter
import USBHost

/// The ways to a printer, and what is told when there is none.
@Suite struct PrinterPortTests {
  @Test(
    arguments: [
      (.serial(path: "/nonexistent", baud: nil, flow: .none), ENOENT),
      (.serial(path: "/dev/null", baud: nil, flow: .none), ENOTTY),
      (.usbLine(path: "/dev/usb/lp99"), ENOENT), (.usbLine(path: "/dev/null"), ENOTTY),
      (.usb(.init()), EOPNOTSUPP), (.tcp(host: "127.0.0.1", port: 1), ECONNREFUSED),
      (.tcp(host: "printer.example", port: 9100), EINVAL),
    ] as [(PrinterAddress, Int32)])
  func `a printer that is not there is told with the reason, and nothing is begun`(
    address: PrinterAddress, code: Int32
  ) {
    let outcome = EventLoop.run { loop -> Outcome in
      let driver = ESCPOSPrinter(name: DeviceName("printer"), at: address, loop: loop)
      let job = PrintJob(PrintJobIdentifier("a"), SampleSlip.short)
      do throws(PrintFailure) {
        return .success(try await driver.print(job, timeout: .seconds(5)))
      } catch {
        return .failure(error)
      }
    }
    #expect(outcome == .failed(.portUnavailable(code: code), isBegun: false))
  }

  @Test func `a speed that no line has is refused`() throws {
    let outcome = try EventLoop.run { loop -> Result<PrinterStatus, PrinterError> in
      let terminal = try PseudoTerminal(EmulatedPrinter(), loop: loop)
      let driver = ESCPOSPrinter(
        name: DeviceName("printer"), at: .serial(path: terminal.path, baud: 1234, flow: .none),
        loop: loop)
      do throws(PrinterError) {
        return .success(try await driver.status(timeout: .seconds(5)))
      } catch {
        return .failure(error)
      }
    }
    #expect(outcome == .failure(.portUnavailable(code: EINVAL)))
  }

  @Test(arguments: [SerialPort.FlowControl.none, .xonXoff, .rtsCTS])
  func `flow control is set as the profile says`(flow: SerialPort.FlowControl) throws {
    let flags = try EventLoop.run { loop in
      let terminal = try PseudoTerminal(EmulatedPrinter(), loop: loop)
      let line = try await SerialPort.open(
        path: terminal.path, baud: 9600, flow: flow, loop: loop, timeout: .seconds(5))
      var settings = termios()
      #expect(tcgetattr(line.rawValue ?? -1, &settings) == 0)
      return (
        settings.c_iflag & tcflag_t(IXON | IXOFF), settings.c_cflag & tcflag_t(CRTSCTS)
      )
    }
    #expect(flags.0 == (flow == .xonXoff ? tcflag_t(IXON | IXOFF) : 0))
    #expect(flags.1 == (flow == .rtsCTS ? tcflag_t(CRTSCTS) : 0))
  }

  @Test func `a line without DSR is refused where the profile wants it watched`() throws {
    let outcome = try EventLoop.run { loop -> PrinterError? in
      let terminal = try PseudoTerminal(EmulatedPrinter(), loop: loop)
      let driver = ESCPOSPrinter(
        name: DeviceName("printer"), at: .serial(path: terminal.path, baud: 9600, flow: .dtrDSR),
        loop: loop)
      do throws(PrinterError) {
        _ = try await driver.status(timeout: .seconds(5))
        return nil
      } catch {
        return error
      }
    }
    #expect(outcome == .portUnavailable(code: ENOTTY))
  }

  /// A 58 mm module on a line without flow control; source: the reference, 4.4.
  @Test(arguments: [PrinterProfile.StatusLevel.realTime, .none])
  func `a slow printer with a small buffer and no handshake loses nothing`(
    level: PrinterProfile.StatusLevel
  ) throws {
    let (outcome, lost, most, lines) = try EventLoop.run { loop in
      let counter = try Counter(
        loop, .terminal,
        .quick {
          $0.bufferBytes = 512
          $0.millimetresPerSecond = 1000
          $0.status = level
        },
        model: .with {
          $0.bufferBytes = 512
          $0.rowsPerSecond = 12_000
        })
      let outcome = await counter.print(SampleSlip.long)
      // The clock is all that a weak proof has, and this machine may be busy.
      for _ in 0..<200 where counter.printer.slips.isEmpty {
        await loop.sleep(for: .milliseconds(10))
      }
      return (
        outcome, counter.printer.lostBytes, counter.printer.mostKeptBytes,
        counter.printer.slips.first?.textLines.count
      )
    }
    #expect(outcome == (level == .none ? .weak : .confirmed))
    #expect(lost == 0)
    #expect(most > 128 && most <= 512)
    #expect(lines == 100)
  }

  /// The other way round: without throttling, bytes would be lost.
  @Test func `the emulated printer does lose what is sent too fast`() {
    let printer = EmulatedPrinter(.with { $0.bufferBytes = 64 })
    printer.isCoverOpen = true
    let answers = printer.receive([UInt8](repeating: 0x41, count: 200) + [0x10, 0x04, 0x02])
    #expect(printer.lostBytes > 100)
    // It still answers in real time.
    #expect(answers == [0x16])
  }

  @Test func `a printer with a handshake stops the line, and goes on`() throws {
    let (outcome, lost, lines) = try EventLoop.run { loop in
      let counter = try Counter(
        loop, .tcp, .quick { $0.bufferBytes = 1 << 20 },
        model: .with {
          $0.bufferBytes = 256
          $0.stopsSender = true
          $0.rowsPerSecond = 60_000
        })
      let outcome = await counter.print(SampleSlip.long)
      return (outcome, counter.printer.lostBytes, counter.printer.slips.first?.textLines.count)
    }
    #expect(outcome == .confirmed)
    #expect(lost == 0)
    #expect(lines == 100)
  }

  @Test func `a network printer is given back between two slips`() throws {
    let outcomes = try EventLoop.run { loop in
      let printer = EmulatedPrinter()
      let port = try ListeningPort(printer, loop: loop)
      let address = PrinterAddress.tcp(host: "127.0.0.1", port: port.number ?? 0)
      // Two tills, one printer that serves one at a time.
      let tills = ["left", "right"].map {
        ESCPOSPrinter(name: DeviceName($0), at: address, profile: .quick, loop: loop)
      }
      var outcomes: [PrintProof] = []
      for till in tills + tills {
        let job = PrintJob(PrintJobIdentifier("slip"), SampleSlip.short)
        outcomes.append(try await till.print(job, timeout: .seconds(10)).proof)
      }
      return outcomes
    }
    #expect(outcomes == [.confirmed, .confirmed, .confirmed, .confirmed])
  }

  @Test func `a printer that somebody else holds is silent, and told in time`() throws {
    let outcome = try EventLoop.run { loop -> Result<PrinterStatus, PrinterError> in
      let printer = EmulatedPrinter()
      let port = try ListeningPort(printer, loop: loop)
      let address = PrinterAddress.tcp(host: "127.0.0.1", port: port.number ?? 0)
      let other = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(other) }
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      name.sin_port = (port.number ?? 0).bigEndian
      name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      _ = withUnsafePointer(to: &name) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(other, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      await loop.sleep(for: .milliseconds(20))
      let driver = ESCPOSPrinter(
        name: DeviceName("printer"), at: address, profile: .quick, loop: loop)
      do throws(PrinterError) {
        return .success(try await driver.status(timeout: .seconds(5)))
      } catch {
        return .failure(error)
      }
    }
    #expect(outcome == .failure(.timedOut))
  }
}
