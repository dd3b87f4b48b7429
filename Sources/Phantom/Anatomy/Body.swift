/// A patient as thickness maps of materials: the bridge from parameters to X-ray physics.

/// Millimetres of each material along each ray, in the patient's own space (upright, centred).
package struct Body: Sendable {
  package let thorax: Thorax
  package let raster: Raster
  /// Everything watery outside of the lungs: muscle, blood, organs, fluid.
  package var soft: Plane
  package var fat: Plane
  /// Aerated lung parenchyma, and the blood vessels within it.
  package var lung: Plane
  package var vessel: Plane
  /// Cortical bone equivalent, calcium deposits, steel.
  package var bone: Plane
  package var calcium: Plane
  package var metal: Plane
  let levels: Levels

  /// Projects the anatomy; findings are drawn into the maps afterwards.
  init(_ thorax: Thorax, on raster: Raster) {
    self.thorax = thorax
    self.raster = raster
    levels = Levels(thorax, raster)
    soft = Plane(raster)
    fat = Plane(raster)
    lung = Plane(raster)
    vessel = Plane(raster)
    bone = Plane(raster)
    calcium = Plane(raster)
    metal = Plane(raster)
    addTorso()
    addAbdomen()
    addBreasts()
    addMediastinum()
    addAirways()
    addSpine()
    addRibs()
    addShoulders()
    addVessels()
  }
}

/// The outlines of the chest, one value per row.
struct Levels: Sendable {
  /// Lateral and medial limit of a lung (mirrored on both sides), and half the chest's inner depth.
  var lateral: [Float] = []
  var medial: [Float] = []
  var depth: [Float] = []

  init(_ thorax: Thorax, _ raster: Raster) {
    for row in 0..<raster.rows {
      let t = (raster.y(row) - thorax.apex) / thorax.height
      lateral.append(Self.lateral(t) * thorax.halfWidth)
      medial.append(Self.medial(t) * thorax.halfWidth)
      depth.append(Self.depth(t) * thorax.halfDepth)
    }
  }

  /// Shares of the half-width (lateral, medial) and of the half-depth by height in the chest.
  static let lateral = Curve([
    (-0.001, 0.36), (0.006, 0.46), (0.025, 0.55), (0.06, 0.645), (0.12, 0.735), (0.22, 0.83), (0.35, 0.905),
    (0.5, 0.95), (0.7, 0.985), (0.9, 1), (1, 0.99), (1.3, 0.95),
  ])
  static let medial = Curve([
    (-0.001, 0.36), (0.006, 0.27), (0.025, 0.2), (0.06, 0.12), (0.12, 0), (0.22, -0.4), (0.35, -0.9),
    (0.45, -1),
  ])
  static let depth = Curve([
    (-0.02, 0.2), (0.05, 0.42), (0.12, 0.58), (0.25, 0.78), (0.45, 0.94), (0.7, 1), (1, 0.97), (1.3, 0.94),
  ])
}

extension Thorax {
  /// Where the lung's lateral border lies on `side` at height `y`.
  package func lateral(_ side: Side, _ y: Float) -> Float {
    side.sign * Levels.lateral((y - apex) / height) * halfWidth
  }

  /// The height of the dome's line at distance `x` from the midline (towards `side`).
  func domeLine(_ side: Side, _ x: Float) -> Float {
    let top = dome[side]
    let crest = halfWidth * 0.47
    let far = halfWidth * 0.99
    if x > crest {
      let u = (x - crest) / (far - crest)
      let u2 = u * u
      return top + (base - top) * (0.35 * u2 + 0.65 * u2 * u2)
    }
    let u = (crest - x) / crest
    let tendon = max(dome.right, dome.left) + 12
    return mix(top, max(tendon, top + 6), u * u)
  }
}
