/// The state of a printer.
public struct PrinterStatus: Hashable, Sendable {
  /// Where the knowledge comes from.
  public enum Evidence: String, Hashable, Sendable {
    /// Nowhere: the printer tells nothing, and all is taken to be well.
    case none
    /// The few bits of a USB port, which cheap printers fix at “all well”.
    case port
    /// The printer's own words.
    case printer
  }

  /// Something that is broken.
  public enum Fault: String, Hashable, Sendable {
    /// The cutter is stuck.
    case cutter
    /// Paper is jammed, or something else that a person can put right.
    case mechanical
    /// Only a repair puts it right.
    case unrecoverable
  }

  /// Where the knowledge comes from.
  public var evidence: Evidence
  /// There is paper.
  public var hasPaper: Bool
  /// The paper will be out soon.
  public var isPaperLow: Bool
  /// The cover is open.
  public var isCoverOpen: Bool
  /// The head is too hot and will recover by itself.
  public var isOverheated: Bool
  /// It is connected and takes nothing, and says no reason.
  public var isOffline: Bool
  /// What is broken.
  public var fault: Fault?

  /// Puts a status together; the defaults are those of a healthy printer.
  public init(
    evidence: Evidence = .printer, hasPaper: Bool = true, isPaperLow: Bool = false,
    isCoverOpen: Bool = false, isOverheated: Bool = false, isOffline: Bool = false,
    fault: Fault? = nil
  ) {
    self.evidence = evidence
    self.hasPaper = hasPaper
    self.isPaperLow = isPaperLow
    self.isCoverOpen = isCoverOpen
    self.isOverheated = isOverheated
    self.isOffline = isOffline
    self.fault = fault
  }

  /// What keeps a slip from being printed, the first that a person would put right; nil for
  /// nothing.
  public var obstacle: PrinterError? {
    if isCoverOpen { return .coverOpen }
    if !hasPaper { return .paperOut }
    switch fault {
    case .cutter: return .cutterStuck
    case .mechanical: return .mechanical
    case .unrecoverable: return .unrecoverable
    case nil: break
    }
    if isOverheated { return .overheated }
    return isOffline ? .offline : nil
  }
}
