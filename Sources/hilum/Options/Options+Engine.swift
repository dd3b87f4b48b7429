/// The engine that the workstation's options ask for.

import Review

extension Options {
  /// The pack's own plan, at the precision that was asked for.
  /// - Throws: as loading the pack.
  func engine(_ pack: Pack) throws(ReviewError) -> Engine {
    var plan = pack.manifest.plan
    plan.precision = precision ?? plan.precision
    return try Engine(pack, plan: plan, threads: threads, panels: Places.panels)
  }
}
