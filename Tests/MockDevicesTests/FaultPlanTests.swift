import MockDevices
import Testing

@Suite struct FaultPlanTests {
  @Test func `a script gives its faults call by call, and then none`() {
    var plan = FaultPlan.scripted([1, nil, 2])
    #expect((0..<5).map { _ in plan.next() } == [1, nil, 2, nil, nil])
  }

  @Test func `chance hits about one call in so many, and equal seeds hit the same`() {
    var plan = FaultPlan.random([1, 2, 3], oneIn: 10, seed: 7)
    var same = plan
    let faults = (0..<10_000).map { _ in plan.next() }
    #expect(faults == (0..<10_000).map { _ in same.next() })
    #expect((800...1200).contains(faults.count { $0 != nil }))
    #expect(Set(faults) == [nil, 1, 2, 3])
  }

  @Test func `without a fault to choose from nothing goes wrong`() {
    var none = FaultPlan<Int>.none
    var empty = FaultPlan<Int>.random([], oneIn: 1, seed: 1)
    #expect(none.next() == nil)
    #expect(empty.next() == nil)
  }
}
