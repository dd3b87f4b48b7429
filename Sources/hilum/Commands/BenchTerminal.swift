/// `hilum bench terminal`: pictures from pixels to the glass, and keys while everything else is busy.

import ArgumentParser
import Foundation
import Imaging
import Terminal

extension BenchCommand {
  struct TerminalSpeed: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "terminal",
      abstract: "Time our encoders beside img2sixel and chafa, this terminal itself, and the answer to keys.",
      discussion: """
        Peers run as programs; the time that they take for a picture of one pixel is subtracted. In a terminal it also \
        draws pictures on it, each after the one before has been read. Names a film of its own with --film.
        """)

    @Option(help: "Rows and columns of the picture.") var side = 960
    @Option(help: "Timed runs.") var runs = 20
    @Option(help: "Keys that are pressed while the workstation works; 0 leaves that out.") var keys = 60
    @Option(help: "How often the workstation is started; 0 leaves that out.") var starts = 10
    @Option(help: "The film of the panning step.") var film: String?
    @Option(help: "Draw on this terminal as: auto, \(GraphicsProtocol.names).") var graphics = "auto"

    func validate() throws {
      guard (16...4000).contains(side), (1...1000).contains(runs), (0...10_000).contains(keys),
        (0...1000).contains(starts)
      else {
        throw ValidationError(
          "--side is 16 to 4000, --runs 1 to 1000, --keys 0 to 10000, --starts 0 to 1000.")
      }
      guard graphics == "auto" || GraphicsProtocol(rawValue: graphics) != nil else {
        throw ValidationError("--graphics is auto, \(GraphicsProtocol.names).")
      }
    }

    func run() throws {
      // The glass first: what follows is printed when the screen is ours no more.
      let glass = try GlassBench.run(frames: runs, side: side, graphics: GraphicsProtocol(rawValue: graphics))
      let bench = EncoderBench(side: side, runs: runs)
      print("pixels to bytes, \(side)x\(side), median ms (best), \(runs) runs")
      for (name, gray, blended) in try films() {
        print("  \(name)")
        for row in bench.ours(gray, blended) + (try bench.peers(gray)) {
          print(
            "    \(CellText.pad(row.name, 34)) \(CellText.pad(row.time, 20)) \(row.bytes / 1000) kB"
          )
        }
      }
      try printPan()
      if let (graphics, side, rows) = glass {
        print("this terminal, \(graphics.mode.rawValue) at \(side)x\(side)")
        for row in rows {
          let rate = (1000 / row.milliseconds.median).tenths
          print(
            "    \(CellText.pad(row.name, 34)) \(row.milliseconds.text) ms, \(rate) frames/s, \(row.bytes / 1000) kB"
          )
        }
      }
      printQueue()
      try printStart()
      try printEcho()
    }

    private func printQueue() {
      let filter = "pneumothorax p>.5 !done age>60"
      let (times, draw) = QueueBench(films: 100_000).run(filter)
      print(
        "typing '\(filter)' over 100,000 films: median \(Timing(times).median.tenths) ms a key, "
          + "worst \((times.max() ?? 0).tenths) ms, drawing \(draw.tenths) ms")
    }

    private func printStart() throws {
      guard starts > 0, let films = Places.bundled("Samples") else { return }
      let times = try StartBench(runs: starts).run(films)
      guard !times.screen.isEmpty, !times.film.isEmpty, !times.full.isEmpty else {
        print("the workstation did not start within 5 s")
        return
      }
      print(
        "from start, \(starts) runs: first screen \(Timing(times.screen).text) ms, first film "
          + "\(Timing(times.film).text) ms, in full \(Timing(times.full).text) ms")
    }

    private var filmPath: String? { film ?? Places.bundled("Samples").map { $0 + "/phantom-000001.png" } }

    /// A film as the workstation shows it, and shades with as little, some or much noise: name, gray, and under an overlay.
    private func films() throws -> [(String, Picture, Picture)] {
      let shades = TestFilm.allCases.map { film in
        (
          film == .smooth ? "smooth shade" : "shade with \(film.rawValue) noise", film.picture(side),
          film.picture(side, overlay: true)
        )
      }
      guard let path = filmPath else { return shades }
      let image = try Film.open(path: path).image.display()
      let whole = Region(x: 0, y: 0, width: Double(image.columns), height: Double(image.rows))
      let gray = image.resampled(source: whole, width: side, height: side)
      let overlay = TestFilm.smooth.picture(side, overlay: true)
      let blended = Picture(
        width: side, height: side, gray: gray, overlay: overlay.overlay, ramp: overlay.ramp)
      return [("a film", Picture(width: side, height: side, gray: gray), blended)] + shades
    }

    private func printPan() throws {
      guard let path = filmPath else { return }
      let pan = try PanBench(path: path, side: side, runs: runs).run()
      print("a panning step on a film of \(pan.film.width)x\(pan.film.height)")
      print(
        "    resampling \(pan.render.text), coarse sixel \(pan.coarse.text), full sixel \(pan.full.text) ms")
    }

    private func printEcho() throws {
      guard keys > 0, let films = Places.bundled("Samples"), let times = try EchoBench(keys: keys).run(films),
        !times.isEmpty
      else { return }
      let sorted = times.sorted()
      let p95 = sorted[min(sorted.count - 1, sorted.count * 95 / 100)]
      print(
        "a key to its first byte, while films are read and drawn: median \(Timing(times).median.tenths) ms, "
          + "95 % within \(p95.tenths) ms, worst \(sorted[sorted.count - 1].tenths) ms (\(times.count) keys)")
    }
  }
}
