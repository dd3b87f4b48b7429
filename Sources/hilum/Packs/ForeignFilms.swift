/// Films that no pack of chests should speak about, made for measuring whether it notices.

import Foundation
import Imaging
import Phantom
import Review

/// A kind of film that does not belong.
enum ForeignKind: String, CaseIterable, Codable {
  case hand, limb, noise
  /// Films of the split with dark and bright exchanged, turned by a quarter and by half.
  case inverted, quarterTurn, halfTurn

  var name: String {
    switch self {
    case .hand: "hands"
    case .limb: "limbs"
    case .noise: "noise"
    case .inverted: "chests, inverted"
    case .quarterTurn: "chests, turned by 90°"
    case .halfTurn: "chests, turned by 180°"
    }
  }

  /// The film number `index`: drawn, or made of the film of the split that `chest` gives.
  func film(
    _ index: Int, _ engine: Engine, chest: () throws -> PreparedFilm
  ) throws -> PreparedFilm {
    switch self {
    case .hand: try drawn(.hand, index, engine)
    case .limb: try drawn(.limb, index, engine)
    case .noise: try drawn(.noise, index, engine)
    case .inverted: try chest().inverted()
    case .quarterTurn: try chest().turned()
    case .halfTurn: try chest().turned().turned()
    }
  }

  private func drawn(_ film: ForeignFilm, _ index: Int, _ engine: Engine) throws -> PreparedFilm {
    let size = 512
    let png = PNGImage(rows: size, columns: size, gray: film.levels(seed: UInt64(9000 + index), size: size))
    return engine.prepare(try Film.open(bytes: png.encoded()))
  }
}
