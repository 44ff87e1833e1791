import SystemPackage

/// Closes a descriptor when the last who holds it lets go, on the loop or on a thread.
final class DescriptorOwner: Sendable {
  let descriptor: FileDescriptor

  init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

  deinit { try? descriptor.close() }
}
