/// The trachea and the main bronchi: columns of air in the mediastinum.

extension Body {
  mutating func addAirways() {
    let wide: Float = thorax.sex == .male ? 8.6 : 7.4
    let top = thorax.apex - 70
    let carina = thorax.level(0.385)
    let shift = thorax.yaw * 0.4
    let bend = 4 + 9 * thorax.unfolding
    let lean = shift + thorax.spine(thorax.level(0.2)) * 0.7
    let trachea = path([
      [shift + thorax.spine(top) * 0.5, top, 20], [lean, thorax.apex, 10],
      [lean - bend * 0.5, thorax.level(0.2), 0], [lean - bend, carina - 8, -8], [lean - bend, carina, -8],
    ])
    guard let fork = trachea.last else { return }
    hollow(trachea, radii: trachea.map { $0.y < top + 8 ? wide * 0.9 : wide })
    let down = thorax.height / 252
    let right = path([
      fork, fork + [-16, 20 * down, -6], fork + [-33, 45 * down, -14], fork + [-42, 68 * down, -24],
    ])
    let left = path([
      fork, fork + [22, 22 * down, -8], fork + [42, 40 * down, -16], fork + [54, 62 * down, -26],
    ])
    hollow(right, radii: right.indices.map { 7.2 - 4.2 * Float($0) / Float(right.count) })
    hollow(left, radii: left.indices.map { 6.4 - 4 * Float($0) / Float(left.count) })
  }

  /// Takes soft tissue out along a tube, with a thin dense wall.
  private mutating func hollow(_ nodes: [Point3], radii: [Float]) {
    soft.stroke(nodes, radii: radii.map { $0 + 1 }, density: 0.4)
    soft.stroke(nodes, radii: radii, density: -1.75)
  }
}
