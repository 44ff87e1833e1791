import Testing

@Suite struct LayerTests {
  @Test(arguments: [
    ("Octets", "EventLoop"), ("EMVKernel", "CLinux"), ("Receipts", "Foundation"),
    ("BERTLV", "SystemPackage"), ("TerminalFlows", "CSQLite"), ("Firmware", "NetworkLink"),
    ("Simulation", "EventLoop"), ("posd", "MockDevices"), ("posd", "ArgumentParser"),
    ("CellularModem", "ThermalPrinter"), ("MockDevices", "EventLoop"), ("Bench", "Firmware"),
    ("Ledger", "COpenSSL"), ("Octets", "Unknown"), ("Unknown", "Octets"),
  ])
  func `an arrow that points up is refused`(target: String, module: String) {
    #expect(Layer.objection(to: module, importedBy: target) != nil)
  }

  @Test(arguments: [
    ("BERTLV", "Octets"), ("Receipts", "HAL"), ("Ledger", "CSQLite"), ("posd", "Firmware"),
    ("Bench", "Foundation"), ("EventLoop", "CLinux"), ("Simulation", "MockDevices"),
  ])
  func `an arrow that points down is welcome`(target: String, module: String) {
    #expect(Layer.objection(to: module, importedBy: target) == nil)
  }

  @Test(arguments: Layer.all)
  func `a layer names layers that exist`(layer: Layer) {
    for name in layer.mayImport { #expect(Layer.all.contains { $0.name == name }) }
  }
}
