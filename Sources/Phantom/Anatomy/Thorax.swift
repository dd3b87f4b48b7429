/// The parameters of one patient's chest, in millimetres; a draw of them is a patient.

import Foundation

package enum Sex: String, CaseIterable, Sendable {
  case female = "F"
  case male = "M"
}

/// A break of one rib: where along it, and how far the outer fragment has slipped.
struct RibFracture: Sendable {
  let rib: Int
  let side: Side
  /// The angle around the chest at which it broke: 0 at the spine, π at the sternum.
  let angle: Float
  let slip: Float
}

/// Everything about the chest that is not a pathological density. y runs down, 0 at the film's centre.
package struct Thorax: Sendable {
  package var sex = Sex.female
  package var age = 50
  /// The top of the lungs, and the lateral costophrenic angles.
  var apex: Float = -142
  var base: Float = 112
  /// Half of the greatest inner width and half of the greatest inner depth of the chest.
  var halfWidth: Float = 140
  var halfDepth: Float = 92
  /// The height of each hemidiaphragm's dome.
  var dome = Sided<Float>(right: 72, left: 84)
  /// How far the posterior sulcus falls below the dome.
  var sulcus: Float = 70
  /// Heart width over inner thoracic width.
  package var cardiothoracicRatio: Float = 0.45
  /// The share of the heart's width that lies to the patient's right of the midline.
  var heartRight: Float = 0.31
  /// The great vessels: half-width of the upper mediastinum, the aorta's radius, how far it has unrolled (0...1).
  var mediastinum: Float = 21
  var aorta: Float = 12.5
  var unfolding: Float = 0.1
  /// Turn about the long axis: how far front structures shift against the spine.
  var yaw: Float = 0
  /// Sideways reach of a thoracic curve, and how much the chest is bent forward (0...1).
  var scoliosis: Float = 0
  var kyphosis: Float = 0
  /// Soft tissue outside of the ribs: muscle, and fat under the skin.
  var wall: Float = 18
  var fat: Float = 8
  /// Thickness of a breast at its thickest; its radius; its centre's height.
  var breast: Float = 0
  var breastRadius: Float = 66
  var breastHeight: Float = 62
  var nipples = false
  var shoulderDrop: Float = 0
  var clavicleTilt: Float = 0.1
  /// Mineral of bone relative to a healthy adult's.
  var bone: Float = 1
  var ribSlope: Float = 1
  var ribFractures: [RibFracture] = []
  /// The side of a broken clavicle, and how far its outer half has slipped.
  var clavicleFracture: (side: Side, slip: Float)?
  /// Aerated lung's density relative to 0.26 g/ml; the calibre of its vessels.
  var lungDensity: Float = 1
  var vessels: Float = 1
  var gastricBubble: Float = 0.5
  /// The seed of what has no parameter: vessels, texture, bowel gas.
  var seed: UInt64 = 1

  package var height: Float { base - apex }

  /// A height inside the chest: 0 at the apices, 1 at the costophrenic angles.
  package func level(_ t: Float) -> Float { apex + t * (base - apex) }

  /// The spine's midline at height `y`.
  func spine(_ y: Float) -> Float {
    let t = min(max((y - apex) / (base - apex), 0), 1.25)
    return scoliosis * (sin(t * 3.3) - 0.35)
  }

  /// The heart's two borders, measured from x = 0: `cardiothoracicRatio` of the inner width.
  var heartWidth: Sided<Float> {
    let width = cardiothoracicRatio * 2 * halfWidth
    return Sided(right: width * heartRight, left: width * (1 - heartRight))
  }
}
