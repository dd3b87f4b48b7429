/// The views of test-time augmentation against PyTorch (`Fixtures/test_time_views.py`).

import Testing

import Neural

@Suite("Views of test-time augmentation")
struct AugmentedViewTests {
  static let views = Set(AugmentationConfig.allCases.flatMap(\.views)).subtracting([.identity])
    .sorted { $0.name < $1.name }
  private let ws = Workspace()

  @Test("every view of a small picture equals PyTorch's", arguments: views)
  func small(_ view: AugmentedView) throws {
    let file = try SafetensorsFile(path: fixture("test_time_views.safetensors"))
    let x = picture(try file.floats("input"), height: 40, width: 56)
    #expect(distance(seen(view, x), try file.floats(view.name)) <= 2e-6)
  }

  @Test(
    "brightness before normalisation keeps what the published order destroys",
    arguments: [
      AugmentedView.brighter, .darker,
    ])
  func grayBrightness(_ view: AugmentedView) throws {
    let file = try SafetensorsFile(path: fixture("test_time_views.safetensors"))
    let x = picture(try file.floats("input"), height: 40, width: 56)
    let space = BrightnessSpace.gray(mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])
    #expect(distance(seen(view, x, space), try file.floats("gray.\(view.name)")) <= 2e-6)
  }

  @Test("every view of a picture of 512 x 512 equals PyTorch's at 97 places", arguments: views)
  func large(_ view: AugmentedView) throws {
    let file = try SafetensorsFile(path: fixture("test_time_views.safetensors"))
    let n = 512
    let x = ws.tensor([n, n, 3])
    for y in 0..<n {
      for column in 0..<n {
        for c in 0..<3 {
          let level = (column * column + 3 * y * y + column * y + 5 * c) % 1021
          x.base[(y * n + column) * 3 + c] = Float(Double(level) / 510.5 - 1)
        }
      }
    }
    let found = seen(view, x)
    let places = (0..<97).map { (37 * $0 * $0 + 11 * $0) % (n * n) }
    let sampled = (0..<3).flatMap { c in places.map { found[c * n * n + $0] } }
    #expect(distance(sampled, try file.floats("large.\(view.name)")) <= 1e-5)
  }

  @Test("a picture flipped twice is itself, and every configuration begins with it")
  func flips() {
    let x = picture((0..<(3 * 8 * 6)).map { Float($0) }, height: 8, width: 6)
    let (once, twice) = (ws.tensor(x.shape), ws.tensor(x.shape))
    AugmentedView.flipped.apply(x, into: once, ws)
    AugmentedView.flipped.apply(once, into: twice, ws)
    #expect(twice.values == x.values && once.values != x.values)
    for config in AugmentationConfig.allCases { #expect(config.views.first == .identity) }
    #expect(
      AugmentationConfig.heavy.views.map(\.name) == [
        "identity", "hflip", "rot+5", "rot-5", "up1.1", "down0.9", "bright_up", "bright_down",
      ])
    #expect(
      AugmentationConfig.flipScale.views.map(\.name) == [
        "identity", "hflip", "up1.05", "down0.95", "hflip(up1.05)", "hflip(down0.95)",
      ])
  }

  /// From channels first to a picture.
  private func picture(_ values: [Float], height: Int, width: Int) -> Tensor {
    let x = ws.tensor([height, width, 3])
    let area = height * width
    for p in 0..<area { for c in 0..<3 { x.base[p * 3 + c] = values[c * area + p] } }
    return x
  }

  /// The view, channels first.
  private func seen(_ view: AugmentedView, _ x: Tensor, _ space: BrightnessSpace = .normalised) -> [Float] {
    let y = ws.tensor(x.shape)
    view.apply(x, into: y, brightness: space, ws)
    let area = x.shape[0] * x.shape[1]
    return (0..<3).flatMap { c in (0..<area).map { y.base[$0 * 3 + c] } }
  }
}
