import Glibc
import HAL
import SystemPackage

extension CenterLinkError {
  /// `close` was called while somebody waited.
  static let closedHere = CenterLinkError.system(code: ECANCELED)
  /// The connection is not open.
  static let notOpen = CenterLinkError.system(code: ENOTCONN)
  /// The same thing is already being waited for.
  static let busy = CenterLinkError.system(code: EALREADY)
  /// Bytes came that are not TLS, or that were changed on their way.
  static let brokenTLS = CenterLinkError.system(code: EPROTO)

  /// What an error number of a socket call means.
  init(_ errno: Errno) {
    self =
      switch errno {
      case .connectionRefused: .refused
      case .timedOut: .timedOut
      case .connectionReset, .brokenPipe, .connectionAbort: .closedByPeer
      case .noRouteToHost, .networkUnreachable, .networkDown, .hostIsDown, .addressNotAvailable:
        .unreachable(code: errno.rawValue)
      // A descriptor of ours is only ever closed by us.
      case .badFileDescriptor: .closedHere
      default: .system(code: errno.rawValue)
      }
  }

  /// How much a failed attempt says about the center, when several addresses failed.
  var weight: Int {
    switch self {
    case .refused: 3
    case .timedOut: 2
    case .unreachable: 1
    default: 0
    }
  }
}
