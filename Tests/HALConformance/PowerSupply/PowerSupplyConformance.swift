import HAL

/// What every power supply must do.
package enum PowerSupplyConformance {
  /// The sentences, each tried on a fresh supply: full, on its charger.
  package static var checks: [ConformanceCheck<any PowerSupplyRig>] {
    [
      ConformanceCheck("a full battery on its charger does not fail") { rig in
        try require(!rig.supply.isFailing, "it is failing")
      },
      ConformanceCheck("an empty battery on its charger does not fail") { rig in
        try rig.setCharge(0)
        try require(!rig.supply.isFailing, "it is failing")
      },
      ConformanceCheck("a battery without its charger fails at the limit, not above") { rig in
        try rig.setCharger(isPlugged: false)
        try rig.setCharge(6)
        try require(!rig.supply.isFailing, "it is failing with 6 %")
        try rig.setCharge(5)
        try require(rig.supply.isFailing, "it is not failing with 5 %")
      },
      ConformanceCheck("a battery that is charged again does not fail any more") { rig in
        try rig.setCharger(isPlugged: false)
        try rig.setCharge(1)
        try require(rig.supply.isFailing, "it is not failing with 1 %")
        try rig.setCharger(isPlugged: true)
        try require(!rig.supply.isFailing, "it is failing on its charger")
      },
      ConformanceCheck("a supply that can't be asked is not available, and does not fail") { rig in
        try rig.setCharger(isPlugged: false)
        try rig.setCharge(1)
        try requireEqual(rig.supply.isAvailable, true)
        try rig.removeSensor()
        try requireEqual(rig.supply.isAvailable, false)
        try require(!rig.supply.isFailing, "it is failing, by nobody's word")
      },
    ]
  }
}
