// Draws the page's charts in the colours of the reader's scheme, and anew when that changes.
const charts = JSON.parse(document.getElementById('charts').textContent);
const drawn = [];
const DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3], [4, 2]];
const POINTS = ['circle', 'rect', 'triangle', 'rectRot', 'crossRot'];
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

// From the least to the most of the rounds, as a thin line over each bar.
const rounds = {
  id: 'rounds',
  afterDatasetsDraw(chart) {
    const lying = chart.options.indexAxis === 'y';
    const axis = chart.scales[lying ? 'x' : 'y'];
    const pen = chart.ctx;
    pen.save();
    pen.strokeStyle = colour('ink');
    pen.lineWidth = 1;
    chart.data.datasets.forEach((set, index) => {
      if (set.type === 'line' || !chart.isDatasetVisible(index)) return;
      chart.getDatasetMeta(index).data.forEach((bar, n) => {
        const value = set.rounds[n];
        if (!value || value.least === value.most) return;
        const from = axis.getPixelForValue(value.least);
        const to = axis.getPixelForValue(value.most);
        pen.beginPath();
        if (lying) { pen.moveTo(from, bar.y); pen.lineTo(to, bar.y); } else { pen.moveTo(bar.x, from); pen.lineTo(bar.x, to); }
        pen.stroke();
      });
    });
    pen.restore();
  },
};

function number(value) {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });
}

// Lines of one colour differ in their dashes and points.
function dataset(chart, plot, index) {
  const same = chart.plots.slice(0, index).filter((other) => other.tones[0] === plot.tones[0]).length;
  const tones = plot.tones.map(colour);
  const line = chart.kind === 'lines';
  return {
    type: line ? 'line' : 'bar',
    label: plot.name,
    data: plot.values.map((value) => (value ? value.median : null)),
    rounds: plot.values,
    backgroundColor: tones.length === 1 ? tones[0] : tones,
    borderColor: tones.length === 1 ? tones[0] : tones,
    borderWidth: line ? 2 : 0,
    borderDash: line ? DASHES[same % DASHES.length] : [],
    pointStyle: POINTS[same % POINTS.length],
    pointRadius: line ? 4 : 0,
    maxBarThickness: 26,
  };
}

function least(chart) {
  return Math.min(...chart.plots.flatMap((plot) => plot.values).filter(Boolean).map((value) => value.least || value.median));
}

function options(chart) {
  const lying = chart.kind === 'bars';
  const grid = { color: colour('line') };
  const ticks = { color: colour('quiet') };
  const values = {
    type: chart.log ? 'logarithmic' : 'linear',
    beginAtZero: !chart.log,
    min: chart.log ? least(chart) / 2 : 0,
    title: { display: true, text: chart.unit, color: colour('quiet') },
    grid,
    ticks: { ...ticks, callback: (value) => (chart.log && !/^[125]0*$|^0\.[125]$/.test(String(value)) ? '' : number(value)) },
  };
  const names = { grid: { display: false }, ticks: { ...ticks, autoSkip: false } };
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    indexAxis: lying ? 'y' : 'x',
    scales: lying ? { x: values, y: names } : { x: names, y: values },
    plugins: {
      legend: { display: !lying, labels: { color: colour('ink'), usePointStyle: chart.kind === 'lines' } },
      tooltip: {
        callbacks: {
          label(item) {
            const value = item.dataset.rounds[item.dataIndex];
            const name = lying ? '' : item.dataset.label + ': ';
            return name + number(value.median) + ' ' + chart.unit + ' (' + number(value.least) + ' to ' + number(value.most) + ')';
          },
        },
      },
    },
  };
}

function draw() {
  drawn.splice(0).forEach((chart) => chart.destroy());
  charts.forEach((chart, n) => {
    drawn.push(new Chart(document.getElementById('chart-' + n), {
      data: { labels: chart.labels, datasets: chart.plots.map((plot, index) => dataset(chart, plot, index)) },
      options: options(chart),
      plugins: [rounds],
    }));
  });
}

Chart.defaults.font.family = 'system-ui, sans-serif';
draw();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
