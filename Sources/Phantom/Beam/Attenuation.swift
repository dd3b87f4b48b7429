/// Beer–Lambert: thickness of materials to the share of the beam that passes.

import Foundation

/// Linear attenuation coefficients per millimetre at two effective energies, about 50 and 75 keV
/// (magnitudes after NIST's tables of X-ray mass attenuation coefficients, densities of ICRU 44).
enum Material {
  static let soft = SIMD2<Float>(0.0234, 0.0193)
  static let fat = SIMD2<Float>(0.0201, 0.0173)
  /// Lung at 0.26 g/ml.
  static let lung = SIMD2<Float>(0.0061, 0.0050)
  static let bone = SIMD2<Float>(0.0810, 0.0460)
  static let calcium = SIMD2<Float>(0.1150, 0.0620)
  static let metal = SIMD2<Float>(1.5300, 0.6200)
}

extension Body {
  /// The primary beam behind the patient, 1 where nothing stands in its way. The vessels of a lung take its place.
  package func primary(softShare: Float) -> Plane {
    var result = Plane(raster)
    let density = thorax.lungDensity
    for i in result.values.indices {
      let air = max(lung.values[i], 0)
      let blood = min(vessel.values[i], air * 0.9)
      let flesh = Material.soft * max(soft.values[i] + blood, 0) + Material.fat * max(fat.values[i], 0)
      let tissue = flesh + Material.lung * ((air - blood) * density)
      let body = tissue + Material.bone * max(bone.values[i], 0)
      let a = body + Material.calcium * max(calcium.values[i], 0) + Material.metal * max(metal.values[i], 0)
      result.values[i] = softShare * exp(-a.x) + (1 - softShare) * exp(-a.y)
    }
    return result
  }
}
