/// Synthetic chest radiographs with known findings, by Beer–Lambert projection of a parametric thorax.
