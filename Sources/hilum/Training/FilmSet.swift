/// Films in memory, decoded once and resized to the network's input, with their findings.

import Imaging
import Neural

/// `size * size` bytes a film: 5,000 films of 256 x 256 take 330 MB, and an epoch decodes nothing.
struct FilmSet: TrainingSet {
  let labels: Int
  private let side: Int
  private let pictures: [[UInt8]]
  private let rows: [FilmRow]
  private let regions: [String: FilmRegions]
  private let augmentation: Augmentation

  /// Decodes on all threads; `progress` is told after each bunch how many films are done.
  /// - Throws: `TrainError.film` for the first film, in the table's order, that cannot be read.
  init(
    _ rows: [FilmRow], labels: Int, regions: [String: FilmRegions] = [:], _ config: TrainConfig,
    progress: (Int) -> Void
  ) throws(TrainError) {
    let (size, profile, threads) = (config.size, config.profile, Threads(config.threads))
    let decoder = DecodePool(workers: config.threads)
    var pictures: [[UInt8]] = []
    pictures.reserveCapacity(rows.count)
    while pictures.count < rows.count {
      let bunch = pictures.count..<min(pictures.count + 16 * threads.count, rows.count)
      var decoded = [Result<[UInt8], TrainError>](repeating: .success([]), count: bunch.count)
      decoded.withUnsafeMutableBufferPointer { decoded in
        threads.parallel(bunch.count) { i in
          decoded[i] = Self.decode(rows[bunch.lowerBound + i], size, profile, decoder)
        }
      }
      for result in decoded { pictures.append(try result.get()) }
      progress(pictures.count)
    }
    self.labels = labels
    self.regions = regions
    self.pictures = pictures
    self.rows = rows
    side = size
    augmentation = config.augmentation
  }

  private static func decode(
    _ row: FilmRow, _ size: Int, _ profile: PreprocessProfile, _ decoder: DecodePool
  ) -> Result<[UInt8], TrainError> {
    do {
      let film = try decoder.open(path: row.path)
      guard let levels = profile.gray8(from: film.image, size: size) else {
        return .failure(.film(file: row.table, line: row.line, reason: "it is a colour picture."))
      }
      return .success(levels)
    } catch {
      return .failure(.film(file: row.table, line: row.line, reason: "\(error)"))
    }
  }

  var count: Int { rows.count }
  var size: (height: Int, width: Int) { (side, side) }
  func targets(_ index: Int) -> [Double] { rows[index].targets }

  func regionTargets(_ index: Int, rows: Int, columns: Int) -> [Double]? {
    regions[self.rows[index].path]?.targets(self.rows[index].targets, rows: rows, columns: columns)
  }

  func fill(_ image: Tensor, with index: Int, varying random: SplitMix64?) {
    var levels = pictures[index]
    if var random { levels = augmentation(levels, size: side, &random) }
    image.copy(from: ModelInput(gray8: levels, size: side).values)
  }
}
