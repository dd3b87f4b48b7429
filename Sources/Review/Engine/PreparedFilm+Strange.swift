/// Films made strange on purpose: what a detector of unknown films is measured with.

internal import Imaging

extension PreparedFilm {
  /// Dark and bright exchanged.
  package func inverted() -> PreparedFilm {
    mapped { input in
      input.values.indices.map { i in
        let (mean, deviation) = (ModelInput.mean[i % 3], ModelInput.deviation[i % 3])
        return (1 - (input.values[i] * deviation + mean) - mean) / deviation
      }
    }
  }

  /// Turned by a quarter.
  package func turned() -> PreparedFilm {
    mapped { input in
      let n = input.size
      return input.values.indices.map { i in
        let (row, column, channel) = (i / 3 / n, i / 3 % n, i % 3)
        return input.values[((n - 1 - column) * n + row) * 3 + channel]
      }
    }
  }
}
