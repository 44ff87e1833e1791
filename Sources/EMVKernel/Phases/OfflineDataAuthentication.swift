/// Chooses how the card proves that it is genuine without the center.
///
/// Source: EMV 4.3 Book 3, 10.3. The kernel performs no method yet, and `capabilities` of the
/// configuration claims none, so no card has one in common with it: that is what it reports. The
/// methods, once there, are a phase with steps like the others, at this very place.
package enum OfflineDataAuthentication {
  /// Notes that nothing was authenticated; the status information stays as it is.
  package static func apply(to store: inout DataObjectStore) {
    store.raise(.authenticationNotPerformed, because: .noCommonAuthenticationMethod)
  }
}
