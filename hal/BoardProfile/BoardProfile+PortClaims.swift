import YAMLDocument

extension BoardProfile {
  /// Every port that the profile gives to a driver, in the order of the file.
  package var portClaims: [PortClaim] {
    [
      PortClaim(port: .file(controlSocket), key: "control-socket", isRequired: true),
      PortClaim(
        port: .network(host: center.host, port: center.port), key: "center.port", isRequired: true),
    ] + devices.portClaims
  }

  /// Two drivers on one port would take each other's bytes: an error, by the names of both.
  func refuseSharedPorts(_ root: YAMLNode) throws(YAMLError) {
    let claims = portClaims
    for (index, claim) in claims.enumerated() {
      guard let first = claims[..<index].first(where: { $0.collides(with: claim) }) else {
        continue
      }
      let line = root.place(of: first.key).map { " (\(YAMLPlace(origin: $0.origin)))" } ?? ""
      throw YAMLError(
        place: root.place(of: claim.key) ?? root.place, expected: "a port of its own",
        found: "\(claim.port), which \(first.key)\(line) has")
    }
  }
}

extension DeviceSettings {
  fileprivate var portClaims: [PortClaim] {
    panelClaims + cardReaders.map(\.portClaim) + [swipeReader?.portClaim].compactMap(\.self)
      + (modem?.portClaims ?? []) + [printer?.portClaim, network.portClaim].compactMap(\.self)
  }

  private var panelClaims: [PortClaim] {
    let screen: (PortClaim.Port, String) =
      switch display.connection {
      case .benchSocket(let path): (.bench(socket: path, device: "screen"), "path")
      case .framebuffer(let settings): (.file(settings.device), "device")
      }
    let keys: (PortClaim.Port, String) =
      switch keypad.connection {
      case .benchSocket(let path): (.bench(socket: path, device: "keypad"), "path")
      case .input(let settings): (settings.match.port, "match")
      }
    return [
      PortClaim(
        port: screen.0, key: "devices.display.\(screen.1)",
        isRequired: display.criticality == .required),
      PortClaim(
        port: keys.0, key: "devices.keypad.\(keys.1)",
        isRequired: keypad.criticality == .required),
    ]
  }
}

extension InputMatch {
  fileprivate var port: PortClaim.Port {
    switch self {
    case .name(let name): .namedInput(name)
    case .path(let path): .input(path)
    }
  }
}

extension CardReaderSettings {
  fileprivate var portClaim: PortClaim {
    let key = "devices.card-readers.\(role.text)"
    let isRequired = criticality == .required
    return switch port {
    case .benchSocket(let path):
      PortClaim(
        port: .bench(socket: path, device: "card reader"), key: key + ".path",
        isRequired: isRequired)
    case .pcsc(let rule): PortClaim(port: .cardReader(rule), key: key, isRequired: isRequired)
    }
  }
}

extension SwipeReaderSettings {
  fileprivate var portClaim: PortClaim? {
    let isRequired = criticality == .required
    return switch port {
    case .benchSocket(let path):
      PortClaim(
        port: .bench(socket: path, device: "swipe reader"), key: "devices.swipe-reader.path",
        isRequired: isRequired)
    case .keyboardWedge(let path):
      PortClaim(port: .input(path), key: "devices.swipe-reader.device", isRequired: isRequired)
    case .usb: nil
    }
  }
}

extension ModemSettings {
  fileprivate var portClaims: [PortClaim] {
    let line: (PortClaim.Port, String) =
      switch port {
      case .device(let path): (.file(path), "path")
      case .network(let host, let port): (.network(host: host, port: port), "tcp")
      }
    let wires = [(powerKey, "power-key"), (reset, "reset")].compactMap { wire, key in
      wire.map { (PortClaim.Port.line(chip: $0.chip, number: $0.line), key) }
    }
    return ([line] + wires).map { port, key in
      PortClaim(port: port, key: "devices.modem.\(key)", isRequired: criticality == .required)
    }
  }
}

extension PrinterSettings {
  fileprivate var portClaim: PortClaim? {
    let claim: (PortClaim.Port, String)? =
      switch transport {
      case .serial(let path, _, _): (.file(path), "serial")
      case .usbLine(let path): (.file(path), "lp")
      case .network(let host, let port): (.network(host: host, port: port), "tcp")
      case .usb: nil
      }
    return claim.map { port, key in
      PortClaim(
        port: port, key: "devices.printer.transport.\(key)", isRequired: criticality == .required)
    }
  }
}

extension NetworkSettings {
  fileprivate var portClaim: PortClaim? {
    guard case .benchSocket(let path) = source else { return nil }
    return PortClaim(
      port: .bench(socket: path, device: "network"), key: "devices.network.path",
      isRequired: criticality == .required)
  }
}
