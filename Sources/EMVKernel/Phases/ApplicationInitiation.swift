import BERTLV
package import ISO7816

/// Starts the application and reads its records.
///
/// Source: EMV 4.3 Book 3, 10.1 and 10.2.
///
/// ```swift
/// var initiation = ApplicationInitiation(store)
/// var step = initiation.begin()
/// while true {
///   switch step {
///   case .transmit(let command): step = initiation.resume(with: try await card.send(command))
///   case .applicationRejected: return selection.resume(rejecting: application)
///   case .finished(let store): return store
///   case .failed(let failure): throw failure
///   }
/// }
/// ```
package struct ApplicationInitiation: Hashable, Sendable {
  /// What the driver is to do next.
  package enum Step: Hashable, Sendable {
    /// Send the command and resume with its answer.
    case transmit(CommandAPDU)
    /// Go back to the selection: the card does not want this application (6985).
    case applicationRejected
    /// Go on with this store.
    case finished(DataObjectStore)
    /// End.
    case failed(KernelFailure)
  }

  private enum State: Hashable, Sendable {
    case starting
    case reading([ApplicationFileLocator.Record])
    case finished
  }

  private var store: DataObjectStore
  private var state = State.starting
  /// What the card said when it was selected: records may say it once more.
  private var selectionTags: Set<DataObjectTag>

  /// Takes the store of the application that was selected.
  package init(_ store: DataObjectStore) {
    self.store = store
    selectionTags = store.cardTags
  }

  /// Starts with GET PROCESSING OPTIONS, with the list that the card asked for.
  package mutating func begin() -> Step {
    state = .starting
    var writer = TLVWriter()
    do throws(TLVError) {
      let data = store.fill(try DataObjectList(store.value(0x9F38) ?? []))
      store.authentication.processingOptionsData = data
      writer.append(0x83, data)
    } catch {
      return finish(.failed(.invalid(0x9F38)))
    }
    guard let command = CommandAPDU.getProcessingOptions(writer.bytes) else {
      return finish(.failed(.invalid(0x9F38)))
    }
    return .transmit(command)
  }

  /// Goes on with the answer to the last command.
  package mutating func resume(with response: ResponseAPDU) -> Step {
    switch state {
    case .starting: started(response)
    case .reading(let records): read(response, records)
    case .finished: preconditionFailure("no command is under way")
    }
  }

  private mutating func started(_ response: ResponseAPDU) -> Step {
    if response.status == .conditionsNotSatisfied { return finish(.applicationRejected) }
    guard response.status == .success else {
      return finish(.failed(.refused(.getProcessingOptions, response.status)))
    }
    if let failure = takeProcessingOptions(response.data) { return finish(.failed(failure)) }
    guard let locator = store.value(0x94).flatMap({ ApplicationFileLocator($0) }) else {
      return finish(.failed(.invalidFileLocator))
    }
    return readNext(locator.records)
  }

  /// Takes format 1 (80: profile, then locator) or format 2 (77: objects).
  private mutating func takeProcessingOptions(_ data: [UInt8]) -> KernelFailure? {
    do throws(TLVError) {
      var reader = TLVReader(data)
      guard let answer = try reader.next(), try reader.next() == nil else {
        return .malformedAnswer(.getProcessingOptions)
      }
      switch answer.tag {
      case 0x80:
        guard answer.value.count >= 2 else { return .malformedAnswer(.getProcessingOptions) }
        store.accept(0x82, answer.value.prefix(2))
        if answer.value.count > 2 { store.accept(0x94, answer.value.dropFirst(2)) }
      case 0x77:
        var objects = answer.contents
        while let object = try objects.next() { store.accept(object.tag, object.value) }
      default: return .malformedAnswer(.getProcessingOptions)
      }
    } catch {
      return .malformedAnswer(.getProcessingOptions)
    }
    guard let profile = store.value(0x82) else { return .missing(0x82) }
    return profile.count == 2 ? nil : .invalid(0x82)
  }

  private mutating func readNext(_ records: [ApplicationFileLocator.Record]) -> Step {
    guard let record = records.first else {
      if let failure = RecordRules.check(&store) { return finish(.failed(failure)) }
      return finish(.finished(store))
    }
    state = .reading(records)
    return .transmit(.readRecord(file: record.file, record: record.number))
  }

  private mutating func read(
    _ response: ResponseAPDU, _ records: [ApplicationFileLocator.Record]
  ) -> Step {
    guard let record = records.first else { return readNext([]) }
    guard response.status == .success else {
      let command = KernelFailure.Command.readRecord(file: record.file, record: record.number)
      return finish(.failed(.refused(command, response.status)))
    }
    if record.file > 10 {
      // Files from 11 on belong to scheme and issuer: only their authentication concerns us.
      if record.isAuthenticated { store.authentication.records += response.data }
    } else if let failure = takeRecord(response.data, record) {
      return finish(.failed(failure))
    }
    return readNext(Array(records.dropFirst()))
  }

  /// Takes the primitive objects of one template 70; none may come twice while data are read.
  ///
  /// What SELECT gave is not data that were read: there the first value stays. Source: EMV 4.3 Book
  /// 3, 10.2.
  private mutating func takeRecord(
    _ data: [UInt8], _ record: ApplicationFileLocator.Record
  ) -> KernelFailure? {
    do throws(TLVError) {
      var objects = try TLVReader(data).only(0x70)
      if record.isAuthenticated { store.authentication.records += objects.rest }
      while let object = try objects.next() {
        if object.tag.isConstructed { continue }
        let isKnown = store.accept(object.tag, object.value)
        if isKnown, selectionTags.remove(object.tag) == nil { return .duplicate(object.tag) }
      }
      return nil
    } catch {
      return .malformedRecord(file: record.file, record: record.number)
    }
  }

  private mutating func finish(_ step: Step) -> Step {
    state = .finished
    return step
  }
}
