/// The keys of the film: pan, zoom, window, polarity, geometry, overlay, cross, magnifier.

import Review
import Terminal

extension Context {
  /// `W` was pressed: the keys move the window until Esc.
  package static let windowing = Context("window")
  /// `p` was pressed: the keys move the cross until Esc.
  package static let probing = Context("probe")
  private static let presets = Context("preset", openedBy: "film.presets")
  private static let geometry = Context("geometry", openedBy: "film.geometry")
  private static let overlays = Context("overlay", openedBy: "overlay.choose")

  static func openPresets(_ state: inout State) { state.layer = presets }

  fileprivate static var all: (presets: Context, geometry: Context, overlays: Context) {
    (presets, geometry, overlays)
  }
}

let filmPaneCommands: [Command] =
  viewCommands + presentationCommands + toneCommands + geometryCommands + overlayCommands + probeCommands

private let viewCommands: [Command] = [
  Command(
    "film.pan", .image, "pan, when zoomed", hint: "pan", in: [.film],
    panSteps("h Left", "l Right", "k Up", "j Down"), disabled: wholeFilm),
  Command(
    "film.panWithArrows", .image, "pan, when zoomed", in: [.findings, .queuePane],
    panSteps("Left", "Right", "Up", "Down"), spelling: "Arrows", disabled: wholeFilm),
  Command(
    "film.zoom", .image, "zoom in, out", hint: "zoom", in: [.reading, .probing],
    [Step("in", "+") { $0.zoom(1) }, Step("out", "-") { $0.zoom(-1) }], disabled: noFilm),
  Command("film.fit", .image, "fit the whole film", in: [.reading, .probing], "0 =", disabled: noFilm) {
    $0.look.viewport = Viewport()
  },
  Command("film.magnifier", .image, "magnifier on, off", in: [.reading, .probing], "z", disabled: noFilm) {
    $0.look.hasMagnifier.toggle()
  },
  Command("film.reset", .image, "look as when opened", in: [.reading], "Z", disabled: noFilm) {
    $0.look = Look()
  },
  Command("film.info", .image, "facts of the film", in: [.reading], "I", disabled: noFilm) {
    $0.look.hasInfo.toggle()
  },
]

private let toneCommands: [Command] = [
  Command("film.presets", .image, "window preset…", hint: "window", in: [.reading], "w", disabled: noFilm) {
    Context.openPresets(&$0)
  },
  Command(
    "preset.take", .image, "auto file lung med bone…", hint: "preset", in: [Context.all.presets],
    zip(["0", "1", "2", "3", "4", "5"], [WindowPreset.auto, .file, .lung, .mediastinum, .bone, .lines])
      .map { key, preset in Step(preset.rawValue, key) { $0.take(preset) } },
    spelling: "0-5"),
  Command("preset.next", .image, "next preset", hint: "next", in: [Context.all.presets], "w") {
    if let film = $0.film { $0.look.tone.cyclePreset(on: film) }
  },
  Command("film.windowing", .image, "window mode, until Esc", in: [.reading], "W", disabled: noFilm) {
    $0.layer = .windowing
  },
  Command(
    "window.level", .image, "level by 1 % (5 %)", hint: "level", in: [.windowing],
    [
      Step("up", "h Left") { $0.look.tone.shiftLevel(percent: 1) },
      Step("down", "l Right") { $0.look.tone.shiftLevel(percent: -1) },
      Step("up5", "H") { $0.look.tone.shiftLevel(percent: 5) },
      Step("down5", "L") { $0.look.tone.shiftLevel(percent: -5) },
    ]),
  Command(
    "window.width", .image, "width by 2 % (10 %)", hint: "width", in: [.windowing],
    [
      Step("wider", "j Down") { $0.look.tone.widen(percent: 2) },
      Step("narrower", "k Up") { $0.look.tone.widen(percent: -2) },
      Step("wider10", "J") { $0.look.tone.widen(percent: 10) },
      Step("narrower10", "K") { $0.look.tone.widen(percent: -10) },
    ]),
  Command("window.end", .image, "end the window mode", in: [.windowing], "W Enter") { $0.layer = nil },
  Command("film.invert", .image, "invert black and white", in: [.film, .queuePane], "i", disabled: noFilm) {
    $0.look.tone.inverted.toggle()
  },
  Command("film.equalise", .image, "local contrast (CLAHE)", in: [.reading], "C", disabled: noFilm) {
    $0.look.isEqualised.toggle()
  },
]

private let geometryCommands: [Command] = [
  Command("film.geometry", .image, "flip or turn…", in: [.reading], "g", disabled: noFilm) {
    $0.layer = Context.all.geometry
  },
  Command(
    "geometry.turn", .image, "flip h v, turn r l, back", hint: "turn", in: [Context.all.geometry],
    [
      Step("flipHorizontally", "h") { $0.turn($0.look.pose.flippedHorizontally()) },
      Step("flipVertically", "v") { $0.turn($0.look.pose.flippedVertically()) },
      Step("clockwise", "r") { $0.turn($0.look.pose.turned()) },
      Step("counterclockwise", "l") { $0.turn($0.look.pose.turned().turned().turned()) },
      Step("asFiled", "0") { $0.turn(FilmPose()) },
    ]),
]

private let overlayCommands: [Command] = [
  Command(
    "overlay.cycle", .overlay, "map: blend contour side", hint: "overlay", in: [.reading], "o",
    disabled: noFindings
  ) { $0.cycleOverlay() },
  Command("overlay.choose", .overlay, "choose the overlay…", in: [.reading], "O", disabled: noFindings) {
    $0.layer = Context.all.overlays
  },
  Command(
    "overlay.take", .overlay, "blend contour side off", hint: "overlay", in: [Context.all.overlays],
    [
      Step("blend", "b") { $0.choose(.blend) }, Step("contour", "c") { $0.choose(.contour) },
      Step("side", "s") { $0.choose(.side) }, Step("off", "o") { $0.choose(nil) },
    ]),
  Command(
    "overlay.peek", .overlay, "map for 3 s, or hide it", hint: "peek", in: [.reading], "Space",
    disabled: noFindings, asks: { $0.peek() }),
  Command("overlay.method", .overlay, "next method", in: [.reading], "M", disabled: noFindings) {
    $0.cycleMethod()
  },
  Command(
    "overlay.opacity", .overlay, "map fainter, stronger", in: [.reading],
    [
      Step("lower", "<") { $0.look.opacityPercent = max(10, $0.look.opacityPercent - 10) },
      Step("higher", ">") { $0.look.opacityPercent = min(90, $0.look.opacityPercent + 10) },
    ],
    disabled: {
      $0.look.overlay == nil ? "no map is shown: \($0.keys["overlay.cycle"]) draws it" : noFindings($0)
    }),
  Command(
    "overlay.contour", .overlay, "contour lower, higher", in: [.reading],
    [
      Step("lower", "(") { $0.look.contourPercent = max(10, $0.look.contourPercent - 10) },
      Step("higher", ")") { $0.look.contourPercent = min(90, $0.look.contourPercent + 10) },
    ],
    disabled: {
      $0.look.style == .contour && $0.look.overlay != nil
        ? nil : "no contour is shown: \($0.keys["overlay.take.contour"]) draws it"
    }),
]

private let probeCommands: [Command] = [
  Command(
    "film.probe", .image, "cross: value of a pixel", in: [.reading], "p", disabled: noFilm,
    asks: {
      $0.layer = .probing
      return $0.moveProbe(0, 0)
    }),
  Command(
    "probe.move", .image, "cross by 1 px (8 px)", hint: "cross", in: [.probing],
    zip(
      ["left", "right", "up", "down"], [("h Left", "H"), ("l Right", "L"), ("k Up", "K"), ("j Down", "J")]
    )
    .flatMap { name, keys in
      let (dx, dy) = directions[name] ?? (0, 0)
      return [
        Step(name, keys.0, asks: { $0.moveProbe(dx, dy) }),
        Step(name + "8", keys.1, asks: { $0.moveProbe(dx * 8, dy * 8) }),
      ]
    }, spelling: "hjkl HJKL"),
  Command("probe.end", .image, "put the cross away", in: [.probing], "p Enter") {
    $0.layer = nil
    ($0.look.probe, $0.sample) = (nil, nil)
  },
]

/// The four directions of the display.
let directions: [String: (Double, Double)] = [
  "left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1),
]

extension State {
  mutating func take(_ preset: WindowPreset) {
    guard let film, film.windows[preset] != nil else {
      message = .refusal("this film offers no window \(preset.rawValue)")
      return
    }
    let inverted = look.tone.inverted
    look.tone = Tone()
    (look.tone.preset, look.tone.inverted) = (preset, inverted)
  }
}

private func panSteps(_ left: String, _ right: String, _ up: String, _ down: String) -> [Step] {
  [
    Step("left", left) { $0.pan(-1, 0) }, Step("right", right) { $0.pan(1, 0) },
    Step("up", up) { $0.pan(0, -1) },
    Step("down", down) { $0.pan(0, 1) },
  ]
}
