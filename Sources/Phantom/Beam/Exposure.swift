/// How a film is taken: where the patient stands, what the tube gives, how the detector's signal becomes gray.

import Foundation

/// The parameters of one exposure. Lengths in millimetres at the detector.
package struct Exposure: Sendable {
  /// Rotation of the patient in the film's plane, radians; shift; magnification about 1.
  var tilt: Float = 0
  var shift = Point(0, 0)
  var magnification: Float = 1
  /// Photons per square millimetre at the detector without a patient.
  var photons: Float = 40_000
  /// Scattered light relative to the primary beam behind a grid.
  var scatter: Float = 0.4
  /// The width of the low-energy share of the beam: 0.5 at 90 kVp, 0.3 at 125 kVp.
  var softShare: Float = 0.42
  /// Widths of the collimator's blades inside the film: left, top, right, bottom.
  var blades = SIMD4<Float>(0, 0, 0, 0)
  /// Blades shown black (an electronic shutter) or as the unexposed film that they are.
  var shutter = true
  /// Processing: slope of the gray curve, gray of the lungs, low-frequency equalisation, edge enhancement.
  var contrast: Float = 1
  var lungGray: Float = 0.2
  var equalisation: Float = 0.15
  var edge: Float = 0.3
  /// The lead letter: which side it names, and where it lies.
  var marker = Side.left
  var markerPlace = Point(158, -172)
  var markerTurn: Float = 0
  var seed: UInt64 = 1

  package init() {}

  init(sampling random: inout Random) {
    tilt = 0.016 * random.normal()
    shift = Point(4.5 * random.normal(), 4 * random.normal())
    magnification = random.uniform(0.93, 1.06)
    photons = 110_000 * random.uniform(0.35, 1.6)
    scatter = random.uniform(0.25, 0.6)
    softShare = random.uniform(0.32, 0.5)
    if random.chance(0.35) {
      blades = SIMD4(
        random.uniform(0, 14), random.uniform(0, 10), random.uniform(0, 14), random.uniform(0, 12))
    }
    shutter = random.chance(0.7)
    contrast = random.uniform(0.85, 1.15)
    lungGray = random.uniform(0.17, 0.34)
    equalisation = random.uniform(0.15, 0.6)
    edge = random.uniform(0.1, 0.55)
    marker = random.chance(0.7) ? .left : .right
    markerPlace = Point(marker.sign * random.uniform(138, 176), random.uniform(-182, -158))
    markerTurn = 0.12 * random.normal()
    seed = random.fork()
  }

  /// Patient space to detector space, both in millimetres.
  func onDetector(_ p: Point) -> Point {
    let (c, s) = (cos(tilt), sin(tilt))
    return Point(p.x * c - p.y * s, p.x * s + p.y * c) * magnification + shift
  }
}
