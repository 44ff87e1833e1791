package import DotGraphics
package import EventLoop
import Glibc
package import HAL
import SystemPackage

/// A screen behind the kernel's framebuffer: fbdev, or what DRM offers in its place.
///
/// It lays lines out for the size that it finds, and writes only the rows that have changed. A
/// screen that is not there, or goes, is left alone; when its node comes back, it shows the last
/// content again.
package final class FramebufferDisplay: Display {
  /// How long one of several pages stays.
  private static let pageTime = Duration.seconds(3)
  /// How often a screen that is missing is looked for when nothing tells that it is there.
  private static let pause = Duration.seconds(2)

  package let name: DeviceName
  private let settings: FramebufferSettings
  private let loop: EventLoop
  private var panel: FramebufferPanel? {
    didSet {
      guard (oldValue == nil) != (panel == nil), watch != nil else { return }
      sink?.post(panel == nil ? .deviceLost(name) : .deviceFound(name))
    }
  }
  private var sink: (any DeviceEventSink)?
  private var content: DisplayContent?
  private var watch: FolderWatch?
  private var searchTimer: TimerIdentifier?
  private var pageTimer: TimerIdentifier?

  /// Names the screen and sees that its fonts can be used; nothing is opened before `start`.
  package init(
    name: DeviceName, settings: FramebufferSettings, loop: EventLoop
  ) throws(DotGraphicsError) {
    self.name = name
    self.settings = settings
    self.loop = loop
    _ = try ScalableFace(settings.fonts.smooth)
    if settings.fonts.sharp != settings.fonts.smooth { _ = try ScalableFace(settings.fonts.sharp) }
  }

  deinit { stop() }

  /// Whether the screen is there.
  package var isAvailable: Bool { panel != nil }

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }

  /// Opens the screen now, or as soon as it is there.
  package func start() {
    guard watch == nil else { return }
    let folder = FilePath(settings.path).removingLastComponent().string
    watch = FolderWatch(folder, loop: loop) { [weak self] in self?.look() }
    look()
  }

  /// Closes the screen, which keeps what it shows, and looks for none.
  package func stop() {
    watch = nil
    panel = nil
    for timer in [searchTimer.take(), pageTimer.take()].compactMap(\.self) {
      loop.cancelTimer(timer)
    }
  }

  package func show(_ content: DisplayContent) {
    guard content != self.content else { return }
    self.content = content
    draw(content)
  }

  private func draw(_ content: DisplayContent) {
    if let timer = pageTimer.take() { loop.cancelTimer(timer) }
    guard let panel else { return }
    showPage(0, of: panel.pages(of: content))
  }

  private func showPage(_ number: Int, of pages: [PanelPage]) {
    guard let panel, number < pages.count else { return }
    do throws(Errno) {
      try panel.show(pages[number])
    } catch {
      return lose()
    }
    if pages.count == 1 { return }
    pageTimer = loop.setTimer(after: Self.pageTime) { [weak self] in
      self?.pageTimer = nil
      self?.showPage((number + 1) % pages.count, of: pages)
    }
  }

  /// A screen that can be opened and not written would be opened for ever: so not at once again.
  private func lose() {
    panel = nil
    searchLater()
  }

  private func look() {
    guard watch != nil else { return }
    if let panel {
      if panel.isStillThere { return }
      self.panel = nil
    }
    // Most of what comes and goes in /dev is no screen: a look at the name is cheaper than to open.
    guard access(settings.path, F_OK) == 0, let panel = FramebufferPanel(settings) else {
      return searchLater()
    }
    if let timer = searchTimer.take() { loop.cancelTimer(timer) }
    self.panel = panel
    settings.backlight?.light()
    if let content { draw(content) }
  }

  private func searchLater() {
    guard watch != nil, searchTimer == nil else { return }
    searchTimer = loop.setTimer(after: Self.pause) { [weak self] in
      self?.searchTimer = nil
      self?.look()
    }
  }
}
